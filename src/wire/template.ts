import type { Subject } from "./event.ts";
import { headerSafe } from "./header-syntax.ts";

const SECRET = "webhook.secret";

/** What each placeholder of a header template stands for. */
const placeholders = new Map<string, (subject: Subject) => string | null | undefined>([
  ["event.id", ({ event }) => event.id],
  ["event.type", ({ event }) => event.type],
  ["event.created", ({ event }) => new Date(event.created).toISOString()],
  ["event.channel", ({ event }) => event.channel],
  ["event.actor", ({ event }) => event.actor],
  ["tenant.id", ({ tenantId }) => tenantId],
  ["webhook.id", ({ webhook }) => webhook.id],
  [SECRET, ({ webhook }) => webhook.secrets[0]],
  ["webhook.app_user", ({ webhook }) => webhook.appUser],
  ["delivery.id", ({ deliveryId }) => deliveryId],
  ["attempt.number", ({ attempt }) => String(attempt.number)],
  // Unix seconds, as the signature schemes write the same moment.
  ["attempt.timestamp", ({ attempt }) => String(Math.floor(attempt.timestamp / 1000))],
]);

/** The names a template may hold in braces, for pages and documentation. */
export const placeholderNames: readonly string[] = [...placeholders.keys()];

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** Why the template cannot be used, in plain words; null when it can. */
export function templateFault(template: string): string | null {
  const names = [...template.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");
  const unknown = names.find((name) => !placeholders.has(name));
  if (unknown !== undefined) return `holds the unknown placeholder {${unknown}}`;
  return /[{}]/.test(template.replace(PLACEHOLDER, "")) ? "has a brace without its partner" : null;
}

/** The template with its placeholders filled in, safe for a header; null when one of them is empty. */
export function fillTemplate(template: string, subject: Subject): string | null {
  let empty = false;
  const value = template.replace(PLACEHOLDER, (_, name: string) => {
    const found = placeholders.get(name)?.(subject);
    if (!found) empty = true;
    return headerSafe(found ?? "");
  });
  return empty ? null : value;
}

/** Whether the template sends the webhook's secret. */
export function holdsSecret(template: string): boolean {
  return template.includes(`{${SECRET}}`);
}

/** Whether any of a profile's header templates sends the webhook's secret. */
export function sendsSecret(headers: Record<string, string>): boolean {
  return Object.values(headers).some(holdsSecret);
}
