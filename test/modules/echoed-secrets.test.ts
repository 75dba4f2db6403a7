import { expect, test } from "bun:test";
import { publish, registerWebhook } from "../support/factories.ts";
import { startNode } from "../support/node.ts";
import { startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

const BASIC = 'Basic c2hvcDoi"quoted"';

type Listed = { data: { id: string; attempt_count: number }[] };
type Shown = { attempts: { response: { headers: Record<string, string>; body: string } }[] };

test("what a receiver sends back of the secrets that it was sent is kept masked", async () => {
  await using node = await startNode();
  await using receiver = await startReceiver(({ headers, rawHeaders }) => ({
    headers: { "x-echo": headers["x-secret"] ?? "" },
    body: `${JSON.stringify(rawHeaders)} ${headers.authorization}`,
  }));
  const fields = { profile: "orisha", headers: { Authorization: BASIC, "X-Team": "blue" } };
  const { secret = "" } = await registerWebhook(node, receiver.url, fields);
  await publish(node);
  const [request] = await receiver.waitFor(1);
  expect(request?.headers).toMatchObject({ "x-secret": secret, authorization: BASIC });
  const id = await waitFor(async () => {
    const { body } = await node.call<Listed>("GET", "/deliveries");
    return body.data.find(({ attempt_count: made }) => made > 0)?.id;
  });
  const { body } = await node.call<Shown>("GET", `/deliveries/${id}`);
  const { response } = body.attempts[0] ?? { response: { headers: {}, body: "" } };
  const kept = JSON.stringify(response);
  expect(kept).not.toContain(secret);
  expect(kept).not.toContain("c2hvcDoi");
  expect(response.headers["x-echo"]).toBe(`${secret.slice(0, 4)}••••`);
  expect(response.body).toContain('["X-Team","blue"]');
  expect(response.body).toEndWith(" Basi••••");
});
