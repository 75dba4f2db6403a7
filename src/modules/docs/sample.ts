import type { Subject } from "../../wire/event.ts";
import type { Profile } from "../../wire/profile.ts";
import { render, type WireRequest } from "../../wire/render.ts";
import { generateSecret } from "../../wire/signature.ts";
import type { DocsOptions } from "./options.ts";

const CREATED = Date.UTC(2024, 0, 15, 10, 30);
const SENT_AFTER_MS = 1000;

export type SampleEvent = { name: string; example: string };

/** What stands for any event where the catalogue has no example. */
export const PLAIN_EVENT: SampleEvent = { name: "example.happened", example: "{}" };

/** A secret of the profile's kind that anybody can know: it opens nothing. */
export const sampleSecret = (profile: Pick<Profile, "signatures">) =>
  generateSecret(profile, (count) => Uint8Array.from({ length: count }, (_, at) => at + 1));

/**
 * An event, webhook and attempt that never were. A channel is there only where a header shows it: in a body it is rare, and
 * would be taken for one of its regular fields.
 */
export function sampleSubject(
  profile: Profile,
  { tenant }: Pick<DocsOptions, "tenant">,
  event: SampleEvent,
): Subject {
  const showsChannel = Object.values(profile.headers).some((template) =>
    template.includes("{event.channel}"),
  );
  return {
    event: {
      id: "evt_01HM6G2Q5S8V4Y7B1D3F6J9K2M",
      type: event.name,
      created: CREATED,
      data: event.example,
      previousAttributes: null,
      channel: showsChannel ? "store-7" : null,
      actor: "user-9",
    },
    tenantId: tenant,
    webhook: {
      id: "wh_01HKZW3N6R9T2X5A8C1E4G7H0J",
      appUser: "app-user-3",
      headers: {},
      secrets: [sampleSecret(profile)],
    },
    deliveryId: "dlv_01HM6G2Q5T1W4Z7C0E3G6J8K9N",
    attempt: { number: 1, timestamp: CREATED + SENT_AFTER_MS },
  };
}

/** The request that an event of this name and data makes, byte for byte. */
export function sampleRequest(profile: Profile, options: DocsOptions, event: SampleEvent): WireRequest {
  return render(profile, sampleSubject(profile, options, event), options.userAgent);
}

/** A request as the document shows it. */
export const shown = ({ headers, body }: WireRequest) => ({
  headers: headers.map(([name, value]) => ({ name, value })),
  body,
});
