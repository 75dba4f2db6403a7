import { useEffect, useState } from "preact/hooks";
import { Field } from "../../../components/field.tsx";
import { TriangleAlert } from "../../../components/icons.ts";
import { TextInput } from "../../../components/text-input.tsx";
import { t } from "../../../texts/index.ts";
import { lookAtUrl } from "./url-look.ts";

/** Nobody likes to be told that what is half typed is wrong. */
const PAUSE_MS = 600;

type UrlFieldProps = {
  value: string;
  onChange(url: string): void;
  requiresHttps: boolean;
  /** What is known to be wrong with what was sent. */
  error: string | undefined;
  autofocus?: boolean;
};

/** Where the events go, looked at while it is typed. */
export function UrlField({ value, onChange, requiresHttps, error, autofocus = false }: UrlFieldProps) {
  const settled = useSettled(value);
  const { fault, warning } = settled ? lookAtUrl(value, requiresHttps) : {};
  const hint = warning ? (
    <span class="field-warning">
      <TriangleAlert size={12} aria-hidden="true" /> {warning}
    </span>
  ) : (
    t("webhook.form.url.hint")
  );
  return (
    <Field label={t("webhook.form.url")} hint={hint} error={error ?? fault} required>
      <TextInput
        code
        type="url"
        maxLength={2048}
        placeholder="https://"
        {...{ value, onChange, autofocus }}
      />
    </Field>
  );
}

/** Whether nothing was typed for a moment. */
function useSettled(value: string): boolean {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled === value;
}
