import { momentOf } from "../../http/time.ts";
import type { Subject } from "../../wire/event.ts";
import { scanMembers } from "../../wire/json-text.ts";
import type { Profile } from "../../wire/profile.ts";
import { generateSecret } from "../../wire/signature.ts";
import type { Sample } from "./model.ts";

const MOMENT = Date.UTC(2024, 0, 15, 10, 30);

/** Who a made-up event was triggered by. */
export const SAMPLE_ACTOR = "user-9";

/** What a preview shows where the caller gives nothing: the same each time, so that two previews can be compared. */
const made = {
  event: {
    id: "evt_01HM6Q0Y5ZJ8WQ3V7K2N4R6T8B",
    type: "order.created",
    channel: "store-7",
    actor: SAMPLE_ACTOR,
  },
  data: '{"order":"SO-1042","total":"129.50","currency":"EUR"}',
  tenant: "default",
  webhook: {
    id: "wh_01HM6PZZ3K8W5T9X2C4V6B8N0M",
    url: "https://example.com/webhooks",
    app_user: "app-user-1",
  },
  delivery: "dlv_01HM6Q0Y6A2B4C6D8E0F2G4H6J",
};

/** Bytes that are anything but random: a sample secret is nobody's. */
const sampleBytes = (count: number) => Uint8Array.from({ length: count }, (_, i) => (i * 37 + 11) % 256);

/** JSON texts of an event's members, as they were written; null where there is none. */
export type EventTexts = { data: string | null; previousAttributes: string | null };

/** The texts inside a request's `sample`, whose own text this is. */
export function eventTexts(sample: string | null): EventTexts {
  const event = memberIn(sample, "event");
  return { data: memberIn(event, "data"), previousAttributes: memberIn(event, "previous_attributes") };
}

function memberIn(text: string | null, name: string): string | null {
  const span = text === null ? undefined : scanMembers(text).get(name);
  return span && text !== null ? text.slice(span.start, span.end) : null;
}

/** What a preview's request is made from: the caller's own values, and made-up ones in the place of what was left out. Throws 422. */
export function sampleSubject(profile: Profile, sample: Sample, texts: EventTexts): Subject {
  const { event, webhook, attempt = {} }: Sample = { event: made.event, webhook: made.webhook, ...sample };
  return {
    event: {
      id: event?.id ?? made.event.id,
      type: event?.type ?? made.event.type,
      channel: event?.channel === undefined ? made.event.channel : event.channel,
      actor: event?.actor === undefined ? made.event.actor : event.actor,
      created: event?.created === undefined ? MOMENT : momentOf(event.created, "/sample/event/created"),
      data: texts.data ?? made.data,
      previousAttributes: texts.previousAttributes === "null" ? null : texts.previousAttributes,
    },
    tenantId: sample.tenant ?? made.tenant,
    webhook: {
      id: webhook?.id ?? made.webhook.id,
      appUser: webhook?.app_user ?? null,
      headers: webhook?.headers ?? {},
      secrets: [webhook?.secret ?? generateSecret(profile, sampleBytes)],
    },
    deliveryId: sample.delivery ?? made.delivery,
    attempt: {
      number: attempt.number ?? 1,
      timestamp:
        attempt.timestamp === undefined ? MOMENT : momentOf(attempt.timestamp, "/sample/attempt/timestamp"),
    },
  };
}

/** The URL of a sample's webhook, as `sampleSubject` has no place for it. */
export const sampleUrl = ({ webhook }: Sample) => webhook?.url ?? made.webhook.url;
