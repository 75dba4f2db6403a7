import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Profile } from "../../../src/wire/profile.ts";
import { builtinProfiles } from "../../../src/wire/profiles/index.ts";
import { publish, registerWebhook } from "../../support/factories.ts";
import { startNode, type TestNode } from "../../support/node.ts";
import { type Handler, startReceiver } from "../../support/receiver.ts";
import { waitFor } from "../../support/wait-for.ts";
import { clockOf, deliveryOf, preview, wireOf } from "./contract.ts";

let node: TestNode;

beforeAll(async () => {
  node = await startNode();
});
afterAll(() => node.stop());

/** Gives every proof of ownership that a profile may ask for. */
const consumer: Handler = ({ method, path }) => {
  const challenge = new URL(path, "http://localhost").searchParams.get("hub.challenge");
  if (method === "GET") return { status: 200, body: challenge ?? "" };
  if (method === "OPTIONS") return { status: 200, headers: { "webhook-allowed-origin": "*" } };
  return 200;
};

async function received(name: string, profile: Profile): Promise<void> {
  await using mine = await startReceiver(consumer);
  const url = `${mine.url}/in?of=${name}`;
  const secret = profile.secret.source === "provided" ? { secret: "my-verify-token" } : {};
  const made = await registerWebhook(node, url, { tenant: name, profile: name, ...secret });
  const created = new Date(clockOf(node).now()).toISOString();
  const facts = {
    data: { total: "1.50" },
    channel: "store-7",
    actor: "user-9",
    previous_attributes: { total: "1.00" },
  };
  const event = { id: `event-${name}`, type: "order.seen", created, ...facts };
  await publish(node, { ...event, tenant: name });
  clockOf(node).advance(60_000);
  await node.dispatcher.sweep(clockOf(node).now());
  const request = await waitFor(() => mine.requests.find(({ method }) => method === "POST") ?? null);
  const delivery = await deliveryOf(node, event.id, ({ status }) => status === "succeeded");
  const shown = await preview(node, name, {
    ...{ event, tenant: name, webhook: { id: made.id, url, secret: made.secret }, delivery: delivery.id },
    attempt: { number: 1, timestamp: delivery.attempts[0]?.started ?? "" },
  });
  expect(wireOf(request)).toBe(shown);
}

test.each([...builtinProfiles])(
  "under %s the receiver gets the very request that the preview shows",
  (name, profile) => received(name, profile),
);

test("under an edited copy, too: other headers, body, dates and signature", async () => {
  const edited: Profile = {
    ...(builtinProfiles.get("standard") as Profile),
    name: "edited",
    body: "thin",
    dates: "sortable",
    content_type: "application/vnd.acme+json",
    headers: { "X-Acme-Event": "{event.type}", "X-Acme-Try": "{attempt.number}/{attempt.timestamp}" },
    signatures: [{ scheme: "stripe", header: "X-Acme-Signature" }],
  };
  expect((await node.call("PUT", "/profiles/edited", edited)).status).toBe(200);
  await received("edited", edited);
});
