import type { Subject, WireEvent } from "../../src/wire/event.ts";
import type { Profile } from "../../src/wire/profile.ts";
import { builtinProfiles } from "../../src/wire/profiles/index.ts";

export const STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

export const event: WireEvent = {
  id: "evt_1",
  type: "order.created",
  created: Date.UTC(2024, 0, 15, 10, 30),
  data: '{"total":1.50}',
  previousAttributes: null,
  channel: null,
  actor: null,
};

export type SubjectOverrides = {
  event?: Partial<WireEvent>;
  webhook?: Partial<Subject["webhook"]>;
  tenantId?: string;
  attempt?: Subject["attempt"];
};

/** A subject with the usual values but for `overrides`. */
export function subjectWith(overrides: SubjectOverrides = {}): Subject {
  return {
    event: { ...event, ...overrides.event },
    tenantId: overrides.tenantId ?? "default",
    webhook: { id: "wh_1", appUser: null, headers: {}, secrets: [STANDARD_SECRET], ...overrides.webhook },
    deliveryId: "dlv_1",
    attempt: overrides.attempt ?? { number: 1, timestamp: 1614265330_999 },
  };
}

/** A built-in profile by name, with some fields replaced. */
export function profileOf(name: string, changes: Partial<Profile> = {}): Profile {
  const profile = builtinProfiles.get(name);
  if (profile === undefined) throw new Error(`no built-in profile ${name}`);
  return { ...profile, ...changes };
}
