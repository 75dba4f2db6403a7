import { prettyJson } from "../../../api/json.ts";
import type { Webhook } from "../types.ts";

export type HeaderRow = { id: number; name: string; value: string };

/** A webhook as somebody is writing it: texts where the API has numbers and objects. */
export type Draft = {
  tenant: string;
  url: string;
  description: string;
  event_types: string[];
  /** Null is all. */
  channels: string[] | null;
  /** Empty is the tenant's. */
  profile: string;
  secret: string;
  headers: HeaderRow[];
  filter: string;
  rate_limit: string;
  metadata: string;
  isPaused: boolean;
};

let rows = 0;
export const headerRow = (name = "", value = ""): HeaderRow => ({ id: ++rows, name, value });

export const emptyDraft = (tenant: string): Draft => ({
  ...{ tenant, url: "", description: "", event_types: [], channels: null, profile: "", secret: "" },
  ...{ headers: [], filter: "", rate_limit: "", metadata: "", isPaused: false },
});

/** A registered webhook, to be changed. Its secret and status are changed elsewhere. */
export function draftOf(webhook: Webhook): Draft {
  const { tenant, url, description, event_types, channels, profile, headers, filter, rate_limit, metadata } =
    webhook;
  const noted = Object.keys(metadata).length === 0 ? "" : JSON.stringify(metadata);
  return {
    ...emptyDraft(tenant),
    ...{ url, description, event_types, channels },
    profile: profile ?? "",
    headers: Object.entries(headers).map(([name, value]) => headerRow(name, value)),
    filter: filter ?? "",
    rate_limit: rate_limit === null ? "" : String(rate_limit),
    metadata: prettyJson(noted) ?? "",
  };
}
