import { expect, test } from "bun:test";
import { startDripping, startHostile, startSlow } from "./support/receivers.ts";
import { expectUnharmed, openStage, type Stage } from "./support/stage.ts";

const ATTACK_MS = 6000;

/** Runs `act` once each `everyMs`, for as long as an attack takes. */
async function repeatedly(everyMs: number, act: (round: number) => Promise<unknown>): Promise<void> {
  const end = performance.now() + ATTACK_MS;
  for (let round = 0; performance.now() < end; round++) {
    await act(round);
    await Bun.sleep(everyMs);
  }
}

const events = (count: number, type = "attack.now") =>
  Array.from({ length: count }, (_, i) => ({ type, data: { i } }));

const batch = async ({ attacker }: Stage, count: number) => {
  const { status } = await attacker.call("POST", "/events/batch", { events: events(count) });
  expect(status).toBe(202);
};

test("a hundred fresh webhooks at a port that says nothing keep nothing from others", async () => {
  await using stage = await openStage();
  await using silent = await startHostile();
  await stage.attacker.webhooks(100, silent.url);
  await expectUnharmed(stage, () => repeatedly(1000, () => batch(stage, 10)));
});

test("nor do they when they are activated again and again", async () => {
  await using stage = await openStage();
  await using silent = await startHostile();
  const ids = await stage.attacker.webhooks(100, silent.url);
  const activate = (round: number) =>
    stage.attacker.call("PATCH", `/webhooks/${ids[round % ids.length]}`, { status: "active" });
  const attack = async () => {
    await batch(stage, 10);
    await repeatedly(20, activate);
  };
  await expectUnharmed(stage, attack);
});

test("twenty webhooks that respond 200 after ten seconds keep nothing from healthy ones of their own tenant", async () => {
  await using stage = await openStage();
  await using slow = await startSlow(10_000);
  await stage.attacker.webhooks(20, slow.url);
  const attack = () => repeatedly(250, () => batch(stage, 1));
  await expectUnharmed(stage, attack);
});

test("a 200 whose body drips holds no slot", async () => {
  await using stage = await openStage();
  await using dripping = await startDripping(100);
  await stage.attacker.webhooks(100, dripping.url);
  await expectUnharmed(stage, () => repeatedly(1000, () => batch(stage, 1)));
});
