import { parseJson } from "../../../api/json.ts";
import { t } from "../../../texts/index.ts";
import type { Draft, HeaderRow } from "./draft.ts";

type Metadata = Record<string, unknown>;

/** What both registering and changing send. Only for a draft that `faultsOf` finds nothing wrong with. */
export const fieldsOf = (draft: Draft) => ({
  url: draft.url.trim(),
  description: draft.description,
  event_types: draft.event_types,
  channels: draft.channels,
  profile: draft.profile === "" ? null : draft.profile,
  headers: Object.fromEntries(filled(draft.headers).map(({ name, value }) => [name.trim(), value])),
  filter: draft.filter.trim() === "" ? null : draft.filter,
  rate_limit: draft.rate_limit.trim() === "" ? null : Number(draft.rate_limit),
  metadata: (draft.metadata.trim() === "" ? {} : parseJson(draft.metadata)) as Metadata,
});

export type Fields = ReturnType<typeof fieldsOf>;

/** The fields of `draft` that are not as they were in `before`: what is left alone is not sent, a masked header neither. */
export function changesOf(draft: Draft, before: Draft): Partial<Fields> {
  const [now, then] = [fieldsOf(draft), fieldsOf(before)];
  const names = Object.keys(now) as (keyof Fields)[];
  const changed = names.filter((name) => JSON.stringify(now[name]) !== JSON.stringify(then[name]));
  return Object.fromEntries(changed.map((name) => [name, now[name]]));
}

const filled = (rows: readonly HeaderRow[]) =>
  rows.filter(({ name, value }) => name.trim() !== "" || value !== "");

/** What can be told without the server, by its place in the body; an empty one where nothing is wrong. */
export function faultsOf(draft: Draft): Map<string, string> {
  const faults: [pointer: string, detail: string | null][] = [
    ["/url", draft.url.trim() === "" ? t("webhook.form.url.missing") : null],
    ["/event_types", draft.event_types.length === 0 ? t("webhook.form.types.missing") : null],
    ["/channels", draft.channels?.length === 0 ? t("webhook.form.channels.missing") : null],
    ["/rate_limit", Number.isNaN(Number(draft.rate_limit)) ? t("webhook.form.rate_limit.number") : null],
    ["/metadata", isObject(draft.metadata) ? null : t("webhook.form.metadata.object")],
    ["/headers", headerFault(filled(draft.headers))],
  ];
  return new Map(
    faults.flatMap(([pointer, detail]): [string, string][] => (detail === null ? [] : [[pointer, detail]])),
  );
}

function headerFault(rows: readonly HeaderRow[]): string | null {
  const names = rows.map(({ name }) => name.trim().toLowerCase());
  if (names.includes("")) return t("webhook.form.headers.unnamed");
  return new Set(names).size < names.length ? t("webhook.form.headers.twice") : null;
}

function isObject(text: string): boolean {
  if (text.trim() === "") return true;
  try {
    const value = parseJson(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
