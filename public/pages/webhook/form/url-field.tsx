import { useEffect, useState } from "preact/hooks";
import { api } from "../../../api/client.ts";
import { useResource } from "../../../api/resource.ts";
import { Field } from "../../../components/field.tsx";
import { TriangleAlert } from "../../../components/icons.ts";
import { TextInput } from "../../../components/text-input.tsx";
import { isEnglish, t } from "../../../texts/index.ts";
import type { Profile } from "../types.ts";
import { lookAtUrl, type UrlLook } from "./url-look.ts";

/** Nobody likes to be told that what is half typed is wrong. */
const PAUSE_MS = 600;

type UrlFieldProps = {
  value: string;
  onChange(url: string): void;
  /** The one that it would have. */
  profile: Profile | undefined;
  /** What is known to be wrong with what was sent. */
  error: string | undefined;
  autofocus?: boolean;
};

/** Where the events go, looked at while it is typed. */
export function UrlField({ value, onChange, profile, error, autofocus = false }: UrlFieldProps) {
  const settled = useSettled(value);
  const { fault, warning } = useJudged(settled ? value : "", profile);
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

/** What is wrong with a URL by its shape, and by the rules of this instance, which the server knows. */
function useJudged(url: string, profile: Profile | undefined): UrlLook {
  const look = lookAtUrl(url, profile?.require_https ?? false);
  const isOff = url.trim() === "" || profile === undefined || look.fault !== undefined;
  const { data, isLoading } = useResource(
    () => api.webhooks.url.try.post({ url: url.trim(), ...(profile && { profile: profile.name }) }),
    [url, profile?.name],
    { isOff },
  );
  if (isOff) return look;
  if (!data) return isLoading ? {} : look;
  if (data.error === null) return {};
  // The server's sentence is English: what the shape shows too is said in the reader's language.
  return isEnglish() || !look.warning ? { fault: data.error } : look;
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
