import { Field } from "../../../components/field.tsx";
import { JsonEditor } from "../../../components/json-editor.tsx";
import { TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";
import type { Catalogue } from "../use-catalogue.ts";
import { ChannelsField } from "./channels-field.tsx";
import type { Draft } from "./draft.ts";
import type { FieldPart } from "./field-part.ts";
import { FilterField } from "./filter-field.tsx";
import { HeadersField } from "./headers-field.tsx";
import { More } from "./more.tsx";

/** What narrows down what is sent, and what goes along with it; each folded away while it is as most have it. */
export function MoreFields({ catalogue, ...part }: FieldPart & { catalogue: Catalogue }) {
  const { draft, change, errorAt } = part;
  const isWrong = (...pointers: string[]) => pointers.some((pointer) => errorAt(pointer) !== undefined);
  return (
    <>
      <More
        title={t("webhook.form.narrow")}
        note={narrowNote(draft)}
        isNeeded={narrowNote(draft) !== "" || isWrong("/channels", "/filter", "/rate_limit")}
      >
        <ChannelsField {...part} />
        <FilterField {...part} catalogue={catalogue} />
        <Field
          label={t("webhook.form.rate_limit")}
          hint={t("webhook.form.rate_limit.hint")}
          error={errorAt("/rate_limit")}
        >
          <TextInput
            code
            inputMode="decimal"
            value={draft.rate_limit}
            onChange={(rate_limit) => change({ rate_limit })}
          />
        </Field>
      </More>
      <More
        title={t("webhook.form.extra")}
        note={extraNote(draft)}
        isNeeded={extraNote(draft) !== "" || isWrong("/headers", "/metadata")}
      >
        <HeadersField {...part} />
        <Field
          label={t("webhook.form.metadata")}
          hint={t("webhook.form.metadata.hint")}
          error={errorAt("/metadata")}
        >
          <JsonEditor
            label={t("webhook.form.metadata")}
            value={draft.metadata}
            onChange={(metadata) => change({ metadata })}
          />
        </Field>
      </More>
    </>
  );
}

const told = (...parts: (string | false)[]) => parts.filter(Boolean).join(" · ");

const narrowNote = ({ channels, filter, rate_limit }: Draft) =>
  told(
    channels !== null && t("webhook.form.narrow.channels", { count: channels.length }),
    filter.trim() !== "" && t("webhook.form.narrow.filter"),
    rate_limit.trim() !== "" && t("webhook.form.narrow.rate", { rate: rate_limit }),
  );

const extraNote = ({ headers, metadata }: Draft) =>
  told(
    headers.length > 0 && t("webhook.form.extra.headers", { count: headers.length }),
    metadata.trim() !== "" && t("webhook.form.extra.metadata"),
  );
