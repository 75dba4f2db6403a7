/** Whether `pattern` covers `type`: `*` all, `order.*` all below `order`, a plain name itself. */
export function covers(pattern: string, type: string): boolean {
  if (pattern === "*" || pattern === type) return true;
  return pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1));
}

/** Whether everything that `narrow` covers is covered by one of `wide`. */
export function coversPattern(wide: readonly string[], narrow: string): boolean {
  return wide.some((pattern) => covers(pattern, narrow));
}

type Subscription = { eventTypes: readonly string[]; channels: readonly string[] | null; status: string };

/** Why a webhook does not get an event, in plain words; null when it does. Paused webhooks get theirs later. */
export function mismatch(webhook: Subscription, type: string, channel: string | null): string | null {
  if (!webhook.eventTypes.some((pattern) => covers(pattern, type))) return `it does not subscribe to ${type}`;
  if (webhook.channels && !webhook.channels.includes(channel ?? ""))
    return channel === null
      ? "the event has no channel, and it selects some"
      : `it does not select the channel ${channel}`;
  if (webhook.status === "unverified") return "its URL is not verified yet";
  if (webhook.status === "disabled") return "it is disabled";
  return null;
}
