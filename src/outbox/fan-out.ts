import { mismatch } from "./match.ts";
import type { Registry } from "./registry.ts";
import type { Target } from "./targets.ts";

export type FanOut = { targets: Target[]; unmatchedReason: string | null };

/** The webhooks that get an event, or in plain words why none does. */
export function fanOut(
  registry: Registry,
  event: { tenant: string; type: string; channel: string | null },
): FanOut {
  const subscribed = registry.subscribed(event.tenant, event.type);
  const targets = subscribed.filter((webhook) => mismatch(webhook, event.type, event.channel) === null);
  return { targets, unmatchedReason: targets.length > 0 ? null : whyNobody(registry, event) };
}

function whyNobody(registry: Registry, { tenant, type, channel }: Parameters<typeof fanOut>[1]): string {
  const webhooks = registry.ofTenant(tenant);
  if (webhooks.length === 0) return "the tenant has no webhooks";
  const [only] = webhooks;
  if (webhooks.length === 1 && only)
    return `the tenant's one webhook does not get it: ${mismatch(only, type, channel)}`;
  const subscribed = registry.subscribed(tenant, type);
  if (subscribed.length === 0)
    return `none of the tenant's ${webhooks.length} webhooks subscribes to ${type}`;
  const reasons = new Set(subscribed.map((webhook) => mismatch(webhook, type, channel)));
  return `${subscribed.length} of the tenant's webhooks subscribe to ${type}, but: ${[...reasons].join("; ")}`;
}
