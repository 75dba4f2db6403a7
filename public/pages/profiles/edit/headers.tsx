import { Button, IconButton } from "../../../components/button.tsx";
import { Field } from "../../../components/field.tsx";
import { Plus, X } from "../../../components/icons.ts";
import { TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";
import { type HeaderRow, repeated } from "./draft.ts";
import { Part, type PartProps } from "./part.tsx";
import { placeholderNames } from "./placeholders.ts";
import { TemplateInput } from "./template-input.tsx";

/** `~` and `/` of a name within a pointer. Source: RFC 6901. */
const pointerTo = (name: string) => `/headers/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;

/** The headers of a request, with what can stand in them. */
export function HeaderFields({ draft, set, errorAt }: PartProps) {
  const { headers } = draft;
  const twice = repeated(headers);
  const change = (at: number, row: Partial<HeaderRow>) =>
    set({ headers: headers.map((one, index) => (index === at ? { ...one, ...row } : one)) });
  return (
    <Part title={t("profiles.field.headers")}>
      {headers.map((row, at) => (
        <div class="contract-row" key={at}>
          <Field
            label={t("profiles.header.name")}
            error={twice.has(row.name.toLowerCase()) ? t("profiles.header.twice") : undefined}
          >
            <TextInput code value={row.name} onChange={(name) => change(at, { name })} maxLength={128} />
          </Field>
          <Field label={t("profiles.header.value")} error={errorAt(pointerTo(row.name))}>
            <TemplateInput value={row.value} onChange={(value) => change(at, { value })} />
          </Field>
          <IconButton
            label={t("profiles.header.remove", { name: row.name })}
            icon={X}
            onClick={() => set({ headers: headers.filter((_, index) => index !== at) })}
          />
        </div>
      ))}
      <div>
        <Button icon={Plus} onClick={() => set({ headers: [...headers, { name: "", value: "" }] })}>
          {t("profiles.header.add")}
        </Button>
      </div>
      <details class="placeholders">
        <summary>{t("profiles.placeholders.help")}</summary>
        <p>{t("profiles.placeholders.text")}</p>
        <ul class="chips" dir="ltr">
          {placeholderNames.map((name) => (
            <li key={name}>
              <code>{`{${name}}`}</code>
            </li>
          ))}
        </ul>
      </details>
    </Part>
  );
}
