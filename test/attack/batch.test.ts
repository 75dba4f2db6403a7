import { expect, test } from "bun:test";
import { expectUnharmed, openStage } from "./support/stage.ts";

test("a batch of 300 events for 1,000 webhooks keeps nothing from others", async () => {
  await using stage = await openStage();
  const receiver = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("ok") });
  await stage.attacker.webhooks(1000, receiver.url.href);
  const events = Array.from({ length: 300 }, (_, i) => ({ type: "attack.now", data: { i } }));
  const attack = async () => {
    const { status, body } = await stage.attacker.call("POST", "/events/batch", { events });
    expect({ status, body }).toMatchObject({
      status: 202,
      body: { data: events.map(() => ({ deliveries: 1000 })) },
    });
  };
  expectUnharmed(await stage.during(attack));
  await receiver.stop(true);
});
