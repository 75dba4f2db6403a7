import { type FilterSubject, type Filters, filterInput, filterRefusal } from "./filter.ts";
import { mismatch } from "./match.ts";
import type { Registry } from "./registry.ts";
import type { Target } from "./targets.ts";

export type FanOutDeps = { registry: Registry; sandbox: Filters };

/** A webhook that subscribes to an event and whose filter did not let it through. */
export type Filtered = { webhook: string; reason: string };

export type FanOut = { targets: Target[]; filtered: Filtered[]; unmatchedReason: string | null };

type Published = FilterSubject & { tenant: string };

/** The webhooks that get an event, those whose filter kept it from them, and where none gets it why, in plain words. */
export async function fanOut(deps: FanOutDeps, event: Published): Promise<FanOut> {
  const { registry } = deps;
  const matching = registry.subscribed(event.tenant, event.type).filter((webhook) => matches(webhook, event));
  const filtered = await filterOut(deps.sandbox, matching, event);
  const targets =
    filtered === NONE ? matching : matching.filter((webhook) => remains(registry, webhook, filtered, event));
  return {
    targets,
    filtered: [...filtered].map(([webhook, reason]) => ({ webhook, reason })),
    unmatchedReason: targets.length > 0 ? null : whyNobody(registry, event, filtered),
  };
}

/** Why one webhook does not get an event, its filter asked, in plain words; null when it does. */
export async function whyNot(
  filters: Filters,
  webhook: Target,
  event: FilterSubject,
): Promise<string | null> {
  const reason = mismatch(webhook, event.type, event.channel);
  const { filter, tenant } = webhook;
  if (reason !== null || filter === null) return reason;
  return filterRefusal(filters, { filter, tenant }, filterInput(event));
}

/** Reasons by webhook. */
type Refusals = ReadonlyMap<string, string>;

const NONE: Refusals = new Map();

const matches = (webhook: Target, { type, channel }: Published) => mismatch(webhook, type, channel) === null;

/** Most events meet no filter, and then nothing is waited for and no text is made. */
function filterOut(filters: Filters, webhooks: Target[], event: Published): Refusals | Promise<Refusals> {
  const asked = webhooks.flatMap(({ id, filter, tenant }) =>
    filter === null ? [] : [{ id, filter, tenant }],
  );
  return asked.length === 0 ? NONE : askAll(filters, asked, filterInput(event));
}

type Asked = { id: string; filter: string; tenant: string };

async function askAll(filters: Filters, asked: Asked[], input: string): Promise<Refusals> {
  const refusals = new Map<string, string>();
  const ask = async (webhook: Asked) => {
    const reason = await filterRefusal(filters, webhook, input);
    if (reason !== null) refusals.set(webhook.id, reason);
  };
  await Promise.all(asked.map(ask));
  return refusals;
}

/** While filters were asked a webhook may have been disabled or deleted. */
function remains(registry: Registry, { id }: Target, filtered: Refusals, event: Published): boolean {
  const now = registry.webhook(id);
  return now !== undefined && !filtered.has(id) && matches(now, event);
}

/** Filters fail each in their own words, and a list of events shows this sentence in each row. */
const MOST_REASONS = 5;

function whyNobody(registry: Registry, { tenant, type, channel }: Published, filtered: Refusals): string {
  const webhooks = registry.ofTenant(tenant);
  const why = (webhook: Target) =>
    mismatch(webhook, type, channel) ?? filtered.get(webhook.id) ?? "it was changed in that moment";
  if (webhooks.length === 0) return "the tenant has no webhooks";
  const [only] = webhooks;
  if (webhooks.length === 1 && only) return `the tenant's one webhook does not get it: ${why(only)}`;
  const subscribed = registry.subscribed(tenant, type);
  if (subscribed.length === 0)
    return `none of the tenant's ${webhooks.length} webhooks subscribes to ${type}`;
  const reasons = [...new Set(subscribed.map(why))];
  const more = reasons.length > MOST_REASONS ? `; and ${reasons.length - MOST_REASONS} other reasons` : "";
  const some = reasons.slice(0, MOST_REASONS).join("; ");
  return `${subscribed.length} of the tenant's webhooks subscribe to ${type}, but: ${some}${more}`;
}
