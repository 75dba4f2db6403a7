import type { AddressPolicy } from "../../egress/addresses.ts";
import { type UrlFault, urlFault } from "../../egress/url.ts";
import type { Principal } from "../../http/principal.ts";
import { type Fault, invalid, Problem } from "../../http/problem.ts";
import { coversPattern } from "../../outbox/match.ts";
import { forbiddenHeader, headerValueFault } from "../../wire/headers.ts";
import { maskSecret } from "../../wire/mask.ts";
import { jsonPointer } from "../../wire/pointer.ts";
import type { Profile } from "../../wire/profile.ts";
import { secretFault } from "../../wire/signature.ts";

export type WebhookRules = { allowHttp: boolean; policy: AddressPolicy };

/** What is checked of a webhook beyond its shape; what is left out is not checked. */
export type Checked = {
  url?: string | undefined;
  headers?: Record<string, string> | undefined;
  /** And the field that a fault of it is told about: a secret may stop fitting because the profile changed. */
  secret?: { value: string; pointer: string } | undefined;
};

/** Throws 422 with every fault of a webhook that is to have this profile, `url_not_allowed` for a forbidden address. */
export function checkWebhook(checked: Checked, profile: Profile, rules: WebhookRules, viewer: Viewer): void {
  const { faults, forbidden } = webhookFaults(checked, profile, rules, viewer);
  if (faults.length > 0) throw invalid(faults, forbidden ? "url_not_allowed" : undefined);
}

/** Who reads the faults: an operator unless given. */
type Viewer = Pick<Principal, "kind">;

/** Every fault of a webhook that is to have this profile, and whether its address is one that nothing may be sent to. */
export function webhookFaults(
  { url, headers = {}, secret }: Checked,
  profile: Profile,
  rules: WebhookRules,
  viewer?: Viewer,
): { faults: Fault[]; forbidden: boolean } {
  const requireHttps = profile.require_https && !rules.allowHttp;
  const badUrl = url === undefined ? null : urlFault(url, { requireHttps }, rules.policy);
  const faults = [
    ...(badUrl ? [{ pointer: "/url", detail: toldTo(viewer, badUrl) }] : []),
    ...headerFaults(profile, headers),
    ...(secret ? secretFaults(profile, secret) : []),
  ];
  return { faults, forbidden: badUrl?.code === "url_not_allowed" };
}

/** What opens an address is the operator's to know: the portal's people could do nothing with it. */
const toldTo = (viewer: Viewer | undefined, { detail, plain = detail }: UrlFault) =>
  viewer?.kind === "portal" ? plain : detail;

function headerFaults(profile: Profile, headers: Record<string, string>): Fault[] {
  const seen = new Set<string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const { size } = seen;
    const twice = seen.add(name.toLowerCase()).size === size ? "is given twice, in other letters" : null;
    const details = [forbiddenHeader(profile, name), twice, ownValueFault(value)];
    const pointer = jsonPointer(["headers", name]);
    return details.flatMap((detail) => (detail === null ? [] : [{ pointer, detail }]));
  });
}

/** Who may not see a credential is shown dots in its place, and sends them back with the rest. */
const DOTS = maskSecret("");

const ownValueFault = (value: string) =>
  value.endsWith(DOTS)
    ? "is masked: send the whole value, or leave the headers out to keep them"
    : headerValueFault(value);

function secretFaults(profile: Profile, { value, pointer }: NonNullable<Checked["secret"]>): Fault[] {
  const detail = secretFault(profile, value);
  if (detail === null) return [];
  if (value === "") {
    const required = `is required: the profile ${profile.name} takes no generated one; it ${detail}`;
    return [{ pointer, detail: required }];
  }
  const about =
    pointer === "/secret" ? detail : `the webhook's secret does not fit this profile: it ${detail}`;
  return [{ pointer, detail: about }];
}

/** What is asked about filters. */
export type FilterRules = {
  sandbox: { checkFilter(expression: string, owner: string): Promise<string | null> };
};

/** Throws 422 with the reason when an expression cannot be a filter of `tenant`; none is fine. */
export async function checkFilter(
  { sandbox }: FilterRules,
  filter: string | null | undefined,
  tenant: string,
): Promise<void> {
  const detail = filter ? await sandbox.checkFilter(filter, tenant) : null;
  if (detail !== null) throw invalid([{ pointer: "/filter", detail }]);
}

/** Throws 403 for an event type or a pattern beyond what the key's webhooks may get. */
export function refuseForeignTypes({ eventTypes }: Principal, patterns: readonly string[]): void {
  const foreign = eventTypes && patterns.find((pattern) => !coversPattern(eventTypes, pattern));
  if (foreign)
    throw new Problem(
      "forbidden",
      `This key may subscribe to ${eventTypes.join(", ")} only, not to ${foreign}.`,
    );
}

/** Throws 403 where a tenant itself chooses another profile than `now`: its limits and the proof it asks for bind the tenant. */
export function refuseOwnChoice({ tenant }: Principal, wanted: string | null, now: string | null): void {
  if (tenant !== null && wanted !== now)
    throw new Problem("forbidden", "The profile is chosen by the operator: leave it out.");
}
