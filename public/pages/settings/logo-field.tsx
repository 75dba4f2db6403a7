import { useId, useRef, useState } from "preact/hooks";
import { Button } from "../../components/button.tsx";
import { Upload, X } from "../../components/icons.ts";
import { formatBytes } from "../../format/number.ts";
import { t } from "../../texts/index.ts";
import { readLogo, TYPES } from "./read-logo.ts";

type LogoFieldProps = {
  label: string;
  hint: string;
  error: string | undefined;
  draft: string;
  isLocked: boolean;
  onChange(draft: string): void;
};

/** An image from this computer, seen on both grounds before it is saved. */
export function LogoField({ label, hint, error, draft, isLocked, onChange }: LogoFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  async function choose(file: File | undefined): Promise<void> {
    if (!file) return;
    const read = await readLogo(file);
    setRefusal(read.ok ? null : refusalOf(read.reason, file.size));
    if (read.ok) onChange(read.url);
  }
  const wrong = refusal ?? error;
  return (
    <fieldset class="group" aria-describedby={`${id}-hint`}>
      <legend>{label}</legend>
      <p class="field-hint" id={`${id}-hint`}>
        {hint}
      </p>
      {draft !== "" && <Preview url={draft} />}
      <input
        ref={input}
        type="file"
        class="sr-only"
        tabIndex={-1}
        aria-label={label}
        accept={TYPES.join(",")}
        onChange={({ currentTarget }) =>
          void choose(currentTarget.files?.[0]).then(() => (currentTarget.value = ""))
        }
      />
      {!isLocked && (
        <div class="actions">
          <Button icon={Upload} onClick={() => input.current?.click()}>
            {t(draft === "" ? "settings.logo.choose" : "settings.logo.replace")}
          </Button>
          {draft !== "" && (
            <Button quiet onClick={() => onChange("")}>
              {t("settings.logo.remove")}
            </Button>
          )}
        </div>
      )}
      {wrong !== undefined && (
        <p class="field-error" role="alert">
          <X size={12} aria-hidden="true" /> {wrong}
        </p>
      )}
    </fieldset>
  );
}

const refusalOf = (reason: "type" | "size", bytes: number) =>
  reason === "type" ? t("settings.logo.type") : t("settings.logo.size", { size: formatBytes(bytes) });

const Preview = ({ url }: { url: string }) => (
  <div class="swatches">
    {["light", "dark"].map((ground) => (
      <span key={ground} class={`logo-ground ${ground}`}>
        <img class="logo" src={url} alt={t("settings.logo.preview")} />
      </span>
    ))}
  </div>
);
