import { type Fault, invalid } from "../../http/problem.ts";
import type { Registry } from "../../outbox/registry.ts";
import type { Profile } from "../../wire/profile.ts";
import { type WebhookRules, webhookFaults } from "../webhooks/validate.ts";

type FitDeps = WebhookRules & { registry: Registry };

/** The webhooks that have the profile of this name now, named by themselves or by their tenant. */
export const targetsOf = ({ registry }: Pick<FitDeps, "registry">, name: string) =>
  [...registry.all()].filter(({ profile }) => profile.name === name);

const MOST_FAULTS = 50;

/** The field of a profile that is at fault when a webhook's own does not fit. */
const about: Record<string, string> = {
  "/url": "/require_https",
  "/secret": "/signatures",
};

/** Throws 422 when a webhook that has this profile could not be served under its new text. */
export function refuseMisfit(deps: FitDeps, profile: Profile): void {
  const faults = targetsOf(deps, profile.name).flatMap(({ id, url, headers, secrets }): Fault[] => {
    const secret = secrets[0] && { value: secrets[0].value, pointer: "/secret" };
    return webhookFaults({ url, headers, secret }, profile, deps).faults.map(({ pointer, detail }) => ({
      pointer: about[pointer] ?? "/headers",
      detail: `does not fit the webhook ${id}: its ${pointer.slice(1)} ${detail}`,
    }));
  });
  if (faults.length > 0) throw invalid(faults.slice(0, MOST_FAULTS));
}
