import { Button, IconButton } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import { Plus, X } from "../../../components/icons.ts";
import { Select } from "../../../components/select.tsx";
import { TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";
import type { Profile } from "../types.ts";
import { unsignedWords } from "../words.ts";
import { Part, type PartProps } from "./part.tsx";

type Signature = Profile["signatures"][number];

const schemes = ["standard", "standard-ed25519", "hub-sha256", "stripe", "hmac-base64"] as const;

/** These name the header themselves; the others have one that is usual. */
const usual: Record<Signature["scheme"], string | null> = {
  standard: null,
  "standard-ed25519": null,
  "hub-sha256": "X-Hub-Signature-256",
  stripe: "Stripe-Signature",
  "hmac-base64": "X-Hmac-Sha256",
};

const signatureOf = (scheme: Signature["scheme"]): Signature => {
  const header = usual[scheme];
  return header === null ? { scheme } : { scheme, header };
};

/** How a request is signed, by as many schemes as there are consumers to please. */
export function SignatureFields({ draft, set, errorAt }: PartProps) {
  const { signatures } = draft;
  const put = (at: number, signature: Signature) =>
    set({ signatures: signatures.map((one, index) => (index === at ? signature : one)) });
  return (
    <Part title={t("profiles.field.signatures")}>
      {signatures.length === 0 && <p class="dim">{unsignedWords(draft.headers.map(({ value }) => value))}</p>}
      {signatures.map((signature, at) => (
        <div class="contract-row" key={at}>
          <Field label={t("profiles.scheme")} error={errorAt(`/signatures/${at}`)}>
            <Select
              value={signature.scheme}
              options={schemes.map((value) => ({ value, label: t(`profiles.scheme.${value}`) }))}
              onChange={(scheme) => put(at, signatureOf(scheme as Signature["scheme"]))}
            />
          </Field>
          {usual[signature.scheme] !== null && (
            <Field label={t("profiles.scheme.header")}>
              <TextInput
                code
                value={signature.header ?? ""}
                onChange={(header) => put(at, { ...signature, header })}
                maxLength={128}
              />
            </Field>
          )}
          <IconButton
            label={t("profiles.scheme.remove", { scheme: t(`profiles.scheme.${signature.scheme}`) })}
            icon={X}
            onClick={() => set({ signatures: signatures.filter((_, index) => index !== at) })}
          />
        </div>
      ))}
      <div>
        <Button icon={Plus} onClick={() => set({ signatures: [...signatures, signatureOf("standard")] })}>
          {t("profiles.scheme.add")}
        </Button>
      </div>
    </Part>
  );
}
