import { Button, IconButton } from "../../../components/button.tsx";
import { Plus, X } from "../../../components/icons.ts";
import { TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";
import { type HeaderRow, headerRow } from "./draft.ts";
import type { FieldPart } from "./field-part.ts";
import { Group } from "./group.tsx";

/** Headers of the webhook's own, beside those of its profile. */
export function HeadersField({ draft, change, errorAt }: FieldPart) {
  const set = (row: HeaderRow) =>
    change({ headers: draft.headers.map((one) => (one.id === row.id ? row : one)) });
  const remove = ({ id }: HeaderRow) => change({ headers: draft.headers.filter((one) => one.id !== id) });
  return (
    <Group
      label={t("webhook.form.headers")}
      hint={t("webhook.form.headers.hint")}
      error={errorAt("/headers")}
    >
      {draft.headers.map((row) => (
        <div key={row.id} class="header-row">
          <TextInput
            code
            aria-label={t("webhook.form.headers.name")}
            placeholder={t("webhook.form.headers.name")}
            maxLength={128}
            value={row.name}
            onChange={(name) => set({ ...row, name })}
          />
          <TextInput
            code
            aria-label={t("webhook.form.headers.value")}
            placeholder={t("webhook.form.headers.value")}
            maxLength={4096}
            value={row.value}
            onChange={(value) => set({ ...row, value })}
          />
          <IconButton
            label={t("webhook.form.headers.remove", { name: row.name })}
            icon={X}
            onClick={() => remove(row)}
          />
        </div>
      ))}
      <div>
        <Button icon={Plus} onClick={() => change({ headers: [...draft.headers, headerRow()] })}>
          {t("webhook.form.headers.add")}
        </Button>
      </div>
    </Group>
  );
}
