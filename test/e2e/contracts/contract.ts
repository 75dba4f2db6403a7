import { expect } from "bun:test";
import type { ManualClock } from "../../support/clock.ts";
import { publish } from "../../support/factories.ts";
import type { TestNode } from "../../support/node.ts";
import type { ReceivedRequest } from "../../support/receiver.ts";
import { waitFor } from "../../support/wait-for.ts";

export type Attempt = {
  number: number;
  trigger: string;
  started: string;
  duration_ms: number;
  outcome: string;
  status_code: number | null;
  error: string | null;
};

export type Delivery = {
  id: string;
  status: string;
  cancel_reason: string | null;
  attempt_count: number;
  next_attempt: string | null;
  event: { id: string; type: string; created: string; channel: string | null };
  webhook: { id: string; url: string };
  attempts: Attempt[];
};

type Page<T> = { data: T[]; next_cursor: string | null };

export const clockOf = (node: TestNode) => node.clock as ManualClock;

/** Loads the catalogue that comes with Posthorn for this contract, and answers its types by name. */
export async function importSample(node: TestNode, sample: string): Promise<Map<string, EventType>> {
  const { status, body } = await node.call("POST", "/event-types/import", { sample });
  if (status !== 200) throw new Error(`sample refused: ${status} ${JSON.stringify(body)}`);
  const { body: list } = await node.call<Page<EventType>>("GET", "/event-types?limit=250");
  return new Map(list.data.map((type) => [type.name, type]));
}

export type EventType = {
  name: string;
  description: string;
  status: string;
  schema: Record<string, unknown> | null;
  example: Record<string, unknown>;
};

/** The only delivery of an event, once it is as `ready` says. */
export function deliveryOf(
  node: TestNode,
  event: string,
  ready: (delivery: Delivery) => boolean = () => true,
): Promise<Delivery> {
  return waitFor(async () => {
    const { body } = await node.call<Page<Delivery>>("GET", `/events/${event}/deliveries`);
    const [delivery] = body.data;
    return delivery && ready(delivery) ? delivery : null;
  }, `the delivery of ${event}`);
}

/** Moves the clock to the moment at which the delivery of an event is due again, and answers it after that attempt. */
export async function nextAttempt(node: TestNode, event: string, made: number): Promise<Delivery> {
  const clock = clockOf(node);
  const { next_attempt } = await deliveryOf(node, event, ({ attempt_count }) => attempt_count === made);
  clock.advance(Date.parse(next_attempt ?? "") - clock.now());
  return deliveryOf(node, event, ({ attempt_count }) => {
    // What was put on the clock only now, for this very moment.
    clock.advance(0);
    return attempt_count === made + 1;
  });
}

/**
 * Publishes an event, lets every attempt of it fail and holds the moment of each next one against `waits`, in seconds. Answers the
 * delivery after its last attempt.
 */
export async function failThrough(node: TestNode, waits: number[], event: object = {}): Promise<Delivery> {
  const { id } = await publish(node, event as Record<string, unknown>);
  for (const [i, wait] of waits.entries()) {
    const failed = clockOf(node).now();
    const { next_attempt } = await deliveryOf(node, id, ({ attempt_count }) => attempt_count === i + 1);
    expect((Date.parse(next_attempt ?? "") - failed) / 1000).toBe(wait);
    await nextAttempt(node, id, i + 1);
  }
  return deliveryOf(node, id);
}

/** The request as the receiver's socket had it, but for the line and the headers that name the connection. */
export function wireOf({ method, path, rawHeaders, text }: ReceivedRequest): string {
  const headers = rawHeaders.map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...headers, "", text].join("\r\n");
}

type Previewed = { event: Record<string, unknown>; tenant?: string; webhook: Record<string, unknown> } & {
  delivery: string;
  attempt: { number: number; timestamp: string };
};

/** What the profile's preview shows for these facts, as text. `data` is JSON as the event had it. */
export async function preview(node: TestNode, profile: string, sample: Previewed): Promise<string> {
  const document = await node.call<Record<string, unknown>>("GET", `/profiles/${profile}`);
  const { builtin: _, used_by: __, created: ___, updated: ____, ...draft } = document.body;
  const { status, body } = await node.call<{ raw: string }>("POST", "/profiles/preview", {
    profile: draft,
    sample,
  });
  if (status !== 200) throw new Error(`preview refused: ${status} ${JSON.stringify(body)}`);
  return body.raw;
}

export type Notification = {
  id: string;
  kind: string;
  webhook: { id: string } | null;
  delivery: string | null;
  message: string;
};

/** What a tenant was told of, newest first. */
export async function notificationsOf(node: TestNode, tenant: string): Promise<Notification[]> {
  const { body } = await node.call<Page<Notification>>("GET", `/notifications?tenant=${tenant}&limit=250`);
  return body.data;
}
