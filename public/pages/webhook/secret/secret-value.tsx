import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { IconButton } from "../../../components/button.tsx";
import { CopyButton } from "../../../components/copy-button.tsx";
import { Eye, EyeOff } from "../../../components/icons.ts";
import { t } from "../../../texts/index.ts";

type SecretValueProps = {
  secret: string;
  /** What consumers verify with, where that is not the secret itself. */
  publicKey: string | null;
  /** Seen at once, as where it is seen only once. */
  isShown?: boolean;
};

const DOTS = "•".repeat(24);

/** A secret, behind dots unless somebody looks; copied whole either way. */
export function SecretValue({ secret, publicKey, isShown: isOpen = false }: SecretValueProps) {
  const [isShown, show] = useState(isOpen);
  return (
    <>
      {publicKey !== null && <p class="dim">{t("webhook.secret.public_key_text")}</p>}
      <Line label={t("webhook.secret.value")} text={secret} shown={isShown ? secret : DOTS}>
        <IconButton
          label={t(isShown ? "webhook.secret.hide" : "webhook.secret.show")}
          icon={isShown ? EyeOff : Eye}
          onClick={() => show(!isShown)}
        />
      </Line>
      {publicKey !== null && (
        <Line label={t("webhook.secret.public_key")} text={publicKey} shown={publicKey} />
      )}
    </>
  );
}

type LineProps = { label: string; text: string; shown: string; children?: ComponentChildren };

function Line({ label, text, shown, children }: LineProps) {
  return (
    <div class="secret-line">
      <span class="secret-label">{label}</span>
      <code dir="ltr">{shown}</code>
      {children}
      <CopyButton text={text} label={t("action.copy")} />
    </div>
  );
}
