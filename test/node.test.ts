import { test } from "bun:test";
import type { ExchangeResult } from "../src/egress/exchange.ts";
import { registerWebhook } from "./support/factories.ts";
import { startNode } from "./support/node.ts";
import { waitFor } from "./support/wait-for.ts";

const silent = { send: () => new Promise<ExchangeResult>(() => undefined) };
const answering = {
  send: async (): Promise<ExchangeResult> => ({
    kind: "response",
    response: { statusCode: 204, headers: {}, body: "", truncated: false },
    timings: null,
    remoteAddress: "127.0.0.1",
  }),
};

test.each(["all", "worker"])("a start as %s takes up at once what the last one had in hand", async (role) => {
  const crashed = await startNode({ sender: silent });
  await registerWebhook(crashed, "http://127.0.0.1:3000/");
  await crashed.call("POST", "/events", { type: "order.created", data: {} });
  await waitFor(() => crashed.dispatcher.load.inFlight === 1, "an attempt under way");
  await crashed.abandon();
  const env = { POSTHORN_ROLE: role };
  await using node = await startNode({ env, dir: crashed.dir, sender: answering });
  await waitFor(async () => {
    const { rows } = await node.store.read({ sql: "SELECT status FROM deliveries" });
    return rows.flat().join() === "succeeded";
  }, "the delivery to succeed");
});
