import { describe, expect, test } from "bun:test";
import { StoreError } from "../../src/db/store.ts";
import { requestRetry } from "../../src/outbox/retry.ts";
import { LEASE_MS } from "../../src/worker/dispatcher.ts";
import { LANE_CAPACITY } from "../../src/worker/lane.ts";
import { failing } from "../db/helpers.ts";
import { again, failed, succeeded, unchanged } from "../outbox/helpers.ts";
import { waitFor } from "../support/wait-for.ts";
import { NOTHING, startRig } from "./helpers.ts";

const count = <T>(items: T[], which: (item: T) => boolean) => items.filter(which).length;

describe("slots", () => {
  test("one webhook has so many attempts at once and no more", async () => {
    await using rig = await startRig({ concurrency: 8, webhookConcurrency: 3 });
    await rig.hook("a.x");
    await rig.publish("a.x", 10);
    await rig.underWay(3);
    await rig.settled();
    expect(rig.open).toHaveLength(3);
    await rig.open[0]?.end(succeeded());
    await rig.begun(4);
    expect(rig.open).toHaveLength(3);
  });

  test("all webhooks together have so many attempts at once and no more, and take turns", async () => {
    await using rig = await startRig({ concurrency: 4, webhookConcurrency: 4 });
    const hooks = await Promise.all(["a.x", "b.x", "c.x"].map((type) => rig.hook(type)));
    for (const type of ["a.x", "b.x", "c.x"]) await rig.publish(type, 6);
    await rig.settled();
    expect(rig.open).toHaveLength(4);
    await rig.drain(18);
    const later = rig.made.slice(6, 12).map(({ webhook }) => webhook);
    for (const hook of hooks.slice(1))
      expect(count(later, (webhook) => webhook === hook)).toBeGreaterThanOrEqual(2);
    await rig.settled();
    expect(rig.accounts()).toEqual(NOTHING);
  });

  test("a backlog of a thousand does not hold up another webhook", async () => {
    await using rig = await startRig({ concurrency: 4, webhookConcurrency: 2 });
    await rig.hook("big.x");
    const small = await rig.hook("small.x");
    await rig.publish("big.x", 1000);
    await rig.underWay(2);
    await rig.publish("small.x", 10);
    await rig.underWay(4);
    await rig.drain(40);
    expect(count(rig.made.slice(0, 40), ({ webhook }) => webhook === small)).toBe(10);
  });

  test("first attempts go before retries of the same webhook", async () => {
    await using rig = await startRig({ concurrency: 8, webhookConcurrency: 1 });
    await rig.hook("a.x");
    await rig.publish("a.x", 3);
    await rig.underWay(1);
    await rig.open[0]?.end(again(rig.clock.now()));
    await rig.drain(4);
    expect(rig.made.map(({ attemptCount }) => attemptCount)).toEqual([0, 0, 0, 1]);
  });

  test("failing webhooks hold half of the slots at most, and the other half stays free for others", async () => {
    await using rig = await startRig({ concurrency: 4, webhookConcurrency: 4 });
    const dead = await rig.hook("dead.x", { consecutive_failures: 3, failing_since: 1 });
    const well = await rig.hook("well.x");
    await rig.publish("dead.x", 10);
    await rig.settled();
    expect(rig.open).toHaveLength(2);
    await rig.publish("well.x", 10);
    await rig.underWay(4);
    expect(rig.open.map(({ job }) => job.webhook)).toEqual([dead, dead, well, well]);
    await rig.drain(20, (job) => (job.webhook === dead ? failed() : succeeded()));
    await rig.settled();
    expect(rig.accounts()).toEqual(NOTHING);
  });

  test("webhooks without a success share the half of the failing ones until they have had one", async () => {
    await using rig = await startRig({ concurrency: 4, webhookConcurrency: 4 });
    const fresh = await rig.hook("fresh.x", { last_success_at: null });
    const enabledAnew = await rig.hook("anew.x", { last_failure_at: 2 });
    await rig.publish("fresh.x", 4);
    await rig.publish("anew.x", 4);
    await rig.settled();
    expect(rig.open).toHaveLength(2);
    for (const under of [...rig.open]) await under.end(succeeded());
    await rig.underWay(4);
    await rig.drain(8);
    expect(new Set(rig.made.map(({ webhook }) => webhook))).toEqual(new Set([fresh, enabledAnew]));
    await rig.settled();
    expect(rig.accounts()).toEqual(NOTHING);
  });

  test("webhooks that take long to succeed share that half too", async () => {
    await using rig = await startRig({ concurrency: 4, webhookConcurrency: 4 });
    await rig.hook("slow.x");
    const quick = await rig.hook("quick.x");
    await rig.publish("slow.x");
    await rig.underWay(1);
    rig.clock.advance(10_000);
    await rig.open[0]?.end(succeeded());
    await rig.settled();
    await rig.publish("slow.x", 10);
    await rig.settled();
    expect(rig.open).toHaveLength(2);
    await rig.publish("quick.x", 2);
    await rig.underWay(4);
    expect(rig.open.slice(2).map(({ job }) => job.webhook)).toEqual([quick, quick]);
  });

  test("a webhook that holds a slot for long gets no more than that half while it does", async () => {
    await using rig = await startRig({ concurrency: 8, webhookConcurrency: 8 });
    await rig.hook("stuck.x");
    await rig.publish("stuck.x", 2);
    await rig.underWay(2);
    rig.clock.advance(2000);
    await rig.publish("stuck.x", 8);
    await rig.settled();
    expect(rig.open).toHaveLength(4);
  });

  test("a slot that is free goes to the tenant that has used the least slot time, however many webhooks another has", async () => {
    await using rig = await startRig({ concurrency: 4, webhookConcurrency: 2 });
    const many = ["a.x", "b.x", "c.x", "d.x"];
    for (const type of many) await rig.hook(type);
    for (const type of many) await rig.publish(type, 4);
    await rig.underWay(4);
    const [other] = await Promise.all([rig.hook("o.x", { tenant: "other" })]);
    await Promise.all(
      [1, 2, 3].map(() => rig.outbox.publish({ type: "o.x", tenant: "other" }, rig.dispatcher)),
    );
    rig.clock.advance(100);
    for (const under of rig.open.slice(0, 2)) await under.end(succeeded());
    await rig.begun(6);
    expect(rig.made.slice(4, 6).map(({ webhook }) => webhook)).toEqual([other, other]);
  });

  test("a tenant holds no more than half of the slots while another waits", async () => {
    await using rig = await startRig({ concurrency: 4, webhookConcurrency: 4 });
    await rig.hook("a.x");
    await rig.hook("o.x", { tenant: "other" });
    const ofOther = () => count(rig.open, ({ job }) => job.tenant === "other");
    const publishOther = () => rig.outbox.publish({ type: "o.x", tenant: "other" }, rig.dispatcher);
    for (const type of ["a.x"]) await rig.publish(type, 1);
    await publishOther();
    await rig.drain(2);
    await rig.publish("a.x", 8);
    await rig.underWay(4);
    rig.clock.advance(500);
    await Promise.all(Array.from({ length: 6 }, publishOther));
    for (let ended = 0; ended < 2; ended++)
      await rig.open.find(({ job }) => job.tenant === "default")?.end(succeeded());
    await rig.underWay(4);
    expect(ofOther()).toBe(2);
  });

  test("retries hold half of the slots at most, and each of them has its turn", async () => {
    await using rig = await startRig({ concurrency: 4, webhookConcurrency: 4 });
    for (const type of ["a.x", "b.x", "c.x", "d.x"]) await rig.hook(type);
    for (const type of ["a.x", "b.x", "c.x", "d.x"]) await rig.publish(type);
    const at = rig.clock.now() + 5000;
    await rig.drain(4, () => again(at));
    await rig.settled();
    rig.clock.advance(5000);
    await rig.underWay(2);
    await rig.settled();
    expect(rig.open).toHaveLength(2);
    await rig.drain(8);
    await rig.settled();
    expect(new Set(rig.made.slice(4).map(({ webhook }) => webhook)).size).toBe(4);
    expect(rig.accounts()).toEqual(NOTHING);
  });
});

describe("a rate limit", () => {
  test("spaces attempts, and waiting for it uses no slot", async () => {
    await using rig = await startRig({ concurrency: 1, auto: () => succeeded() });
    const slow = await rig.hook("slow.x", { rate_limit: 2 });
    await rig.hook("free.x");
    await rig.publish("slow.x", 6);
    await rig.publish("free.x", 5);
    await rig.begun(7);
    await rig.settled();
    const ofSlow = () => count(rig.made, ({ webhook }) => webhook === slow);
    expect([rig.made.length, ofSlow()]).toEqual([7, 2]);
    for (const expected of [3, 4, 5, 6]) {
      await rig.settled();
      rig.clock.advance(499);
      await rig.settled();
      expect(ofSlow()).toBe(expected - 1);
      rig.clock.advance(1);
      await rig.begun(5 + expected);
    }
    await rig.settled();
    expect(rig.accounts()).toEqual(NOTHING);
  });

  test("sets one timer for a webhook, however many deliveries wait", async () => {
    await using rig = await startRig({ auto: () => succeeded() });
    await rig.hook("slow.x", { rate_limit: 1 });
    await rig.publish("slow.x", 50);
    await rig.begun(1);
    await rig.settled();
    expect(rig.clock.pending).toHaveLength(1);
    for (let second = 2; second <= 6; second++) {
      rig.clock.advance(1000);
      await rig.begun(second);
      await rig.settled();
    }
    expect(rig.clock.pending).toHaveLength(1);
  });
});

describe("memory", () => {
  test("holds so many deliveries of a webhook; the rest stays free in the database and comes later in order", async () => {
    await using rig = await startRig({ concurrency: 2, webhookConcurrency: 1 });
    await rig.hook("a.x");
    for (let i = 0; i < 6; i++) {
      await rig.publish("a.x", 150);
      rig.clock.advance(1);
    }
    await rig.settled();
    expect(rig.dispatcher.load.queued).toBeLessThanOrEqual(LANE_CAPACITY);
    expect(await rig.leased()).toBeLessThanOrEqual(LANE_CAPACITY + 1);
    let most = 0;
    for (let ended = 0; ended < 900; ended++) {
      await waitFor(() => rig.open.length > 0);
      await rig.open[0]?.end(succeeded());
      most = Math.max(most, rig.dispatcher.load.queued);
    }
    await rig.settled();
    expect(most).toBeLessThanOrEqual(1.5 * LANE_CAPACITY);
    const moments = rig.made.map(({ event }) => event.created);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(new Set(rig.made.map(({ delivery }) => delivery)).size).toBe(900);
    expect([await rig.pending(), await rig.leased(), rig.accounts()]).toEqual([0, 0, NOTHING]);
  });

  test("takes no more from the database than may be held, and goes on when there is room", async () => {
    await using rig = await startRig({ maxHeld: 3, concurrency: 2, webhookConcurrency: 2 });
    await rig.hook("a");
    await rig.hook("b");
    await rig.publish("a", 600);
    await rig.publish("b", 40);
    await rig.begun(2);
    await rig.settled();
    expect(rig.accounts().queued).toBeLessThanOrEqual(2 * 64);
    expect(await rig.leased()).toBeLessThanOrEqual(2 * 64 + 2);
    await rig.drain(640);
    await rig.settled();
    expect(await rig.pending()).toBe(0);
    expect(rig.accounts()).toEqual(NOTHING);
  });

  test("that is given back lets another webhook's deliveries in at once", async () => {
    await using rig = await startRig({ maxHeld: 40, concurrency: 2, webhookConcurrency: 1 });
    const a = await rig.hook("a.x");
    const b = await rig.hook("b.x");
    await rig.publish("a.x", 20);
    await rig.begun(1);
    await rig.settled();
    await rig.publish("b.x");
    await rig.settled();
    expect(rig.made.map(({ webhook }) => webhook)).toEqual([a]);
    await rig.outbox.run("UPDATE webhooks SET status = 'paused' WHERE id = ?", [a]);
    await rig.outbox.registry.refresh(a);
    await rig.dispatcher.withdraw(a);
    await rig.begun(2);
    expect(rig.made.map(({ webhook }) => webhook)).toEqual([a, b]);
  });

  test("that was reserved for what did not come to be is used for what is due", async () => {
    await using rig = await startRig();
    const hook = await rig.hook("a.x");
    await rig.outbox.publish({ type: "a.x" });
    for (let i = 0; i < LANE_CAPACITY; i++) rig.dispatcher.reserve(hook, 1);
    rig.dispatcher.due(hook, rig.clock.now());
    await rig.settled();
    expect(rig.made).toEqual([]);
    for (let i = 0; i < LANE_CAPACITY; i++) rig.dispatcher.forget(hook, 1);
    await rig.begun(1);
  });

  test("counts previous attributes too", async () => {
    await using rig = await startRig();
    await rig.hook("a.x");
    const event = { type: "a.x", data: "{}", previousAttributes: `{"note":"${"x".repeat(100)}"}` };
    await rig.outbox.publish(event, rig.dispatcher);
    await rig.underWay(1);
    expect(rig.accounts().held).toBe(event.data.length + event.previousAttributes.length);
  });

  test("six webhooks with a backlog each are all emptied", async () => {
    await using rig = await startRig({ concurrency: 8, webhookConcurrency: 2, auto: () => succeeded() });
    const types = Array.from({ length: 6 }, (_, i) => `t${i}.x`);
    for (const type of types) await rig.hook(type);
    await Promise.all(types.map((type) => rig.publish(type, 300)));
    await rig.begun(1800);
    await waitFor(async () => (await rig.pending()) === 0);
    await rig.settled();
    expect([await rig.leased(), rig.accounts()]).toEqual([0, NOTHING]);
    expect(new Set(rig.made.map(({ delivery }) => delivery)).size).toBe(1800);
  });
});

describe("time", () => {
  test("a retry due in five seconds is attempted then and not before", async () => {
    await using rig = await startRig();
    await rig.hook("a.x");
    await rig.publish("a.x");
    await rig.drain(1, () => again(rig.clock.now() + 5000));
    await rig.settled();
    expect(rig.accounts()).toEqual(NOTHING);
    rig.clock.advance(4999);
    await rig.settled();
    expect(rig.made).toHaveLength(1);
    rig.clock.advance(1);
    await rig.begun(2);
  });

  test("of several retries each is attempted at its own moment, also when the soonest was noted last", async () => {
    await using rig = await startRig({ concurrency: 16 });
    for (const type of ["a.x", "b.x", "c.x"]) await rig.hook(type);
    for (const type of ["a.x", "b.x", "c.x"]) await rig.publish(type);
    const start = rig.clock.now();
    const waits = [3000, 2000, 1000];
    await rig.drain(3, () => again(start + (waits.shift() ?? 0)));
    await rig.settled();
    for (const made of [4, 5, 6]) {
      rig.clock.advance(999);
      await rig.settled();
      expect(rig.made).toHaveLength(made - 1);
      rig.clock.advance(1);
      await rig.begun(made);
    }
  });

  test("what an earlier boot left is taken up at once, and its retries at their moments", async () => {
    await using rig = await startRig();
    await rig.hook("a.x");
    await rig.outbox.publish({ type: "a.x" });
    await rig.outbox.publish({ type: "a.x" });
    const at = rig.clock.now() + 7000;
    await rig.outbox.run("UPDATE deliveries SET attempt_count = 1, next_attempt_at = ? WHERE seq = 2", [at]);
    await rig.dispatcher.lookAround();
    await rig.drain(1);
    await rig.settled();
    rig.clock.advance(7000);
    await rig.begun(2);
  });

  test("a lease about to run out is given back and taken anew before anything is sent with it", async () => {
    await using rig = await startRig({ webhookConcurrency: 1 });
    await rig.hook("a.x");
    await rig.publish("a.x", 3);
    await rig.underWay(1);
    rig.clock.advance(LEASE_MS - 1000);
    const before = rig.clock.now();
    await rig.open[0]?.end(succeeded());
    await rig.underWay(1);
    expect(rig.open[0]?.job.leaseUntil).toBe(before + LEASE_MS);
    await rig.drain(3);
    await rig.settled();
    expect([rig.made.length, await rig.pending(), rig.accounts()]).toEqual([3, 0, NOTHING]);
  });

  test("a retry whose lease runs out behind first attempts is given back too", async () => {
    await using rig = await startRig({ webhookConcurrency: 1 });
    await rig.hook("a.x");
    await rig.publish("a.x", 2);
    await rig.underWay(1);
    await rig.open[0]?.end(again(rig.clock.now()));
    await rig.underWay(1);
    await waitFor(() => rig.dispatcher.load.queued === 1);
    rig.clock.advance(LEASE_MS - 1000);
    await rig.publish("a.x");
    await rig.open[0]?.end(succeeded());
    await rig.drain(4);
    const retry = rig.made.find(({ attemptCount }) => attemptCount === 1);
    expect(retry?.leaseUntil).toBe(rig.clock.now() + LEASE_MS);
  });
});

describe("a sweep webhook", () => {
  const swept = { profile: "ordereazi" };

  test("gets what is due at the sweep and nothing before", async () => {
    await using rig = await startRig();
    await rig.hook("a.x", swept);
    await rig.publish("a.x", 2);
    await rig.dispatcher.lookAround();
    await rig.settled();
    expect(rig.made).toHaveLength(0);
    rig.clock.advance(20_000);
    await rig.dispatcher.sweep(rig.clock.now());
    await rig.begun(2);
    await rig.publish("a.x");
    await rig.drain(2, () => again(rig.clock.now() + 60_000));
    rig.clock.advance(59_000);
    await rig.dispatcher.sweep(rig.clock.now());
    await rig.drain(3);
    rig.clock.advance(30_000);
    await rig.settled();
    expect(rig.made).toHaveLength(3);
    await rig.dispatcher.sweep(rig.clock.now());
    await rig.begun(5);
  });

  test("gets a manual retry at once, and only that", async () => {
    await using rig = await startRig();
    const hook = await rig.hook("a.x", swept);
    await rig.publish("a.x", 2);
    const [first] = await rig.outbox.all<{ id: string }>("SELECT id FROM deliveries ORDER BY seq");
    await requestRetry(rig.outbox.store, String(first?.id), rig.clock.now());
    rig.dispatcher.retry(hook);
    await rig.begun(1);
    await rig.settled();
    expect(rig.made.map(({ delivery, trigger }) => [delivery, trigger])).toEqual([
      [String(first?.id), "manual"],
    ]);
    await rig.drain(1, () => unchanged(false));
    expect(await rig.pending()).toBe(2);
  });

  test("with a backlog gets all that was due at the sweep", async () => {
    await using rig = await startRig({ auto: () => succeeded() });
    await rig.hook("a.x", swept);
    await rig.publish("a.x", 400);
    await rig.dispatcher.sweep(rig.clock.now());
    await rig.begun(400);
    await waitFor(async () => (await rig.pending()) === 0);
    await rig.settled();
    expect(rig.accounts()).toEqual(NOTHING);
  });
});

describe("pausing and taking back", () => {
  const setStatus = async (rig: Awaited<ReturnType<typeof startRig>>, hook: string, status: string) => {
    await rig.outbox.run("UPDATE webhooks SET status = ? WHERE id = ?", [status, hook]);
    await rig.outbox.registry.refresh(hook);
  };

  test("a paused webhook keeps its deliveries, and gets them all when it goes on", async () => {
    await using rig = await startRig({ webhookConcurrency: 1 });
    const hook = await rig.hook("a.x");
    await rig.publish("a.x", 5);
    await rig.underWay(1);
    await setStatus(rig, hook, "paused");
    await rig.dispatcher.withdraw(hook);
    await rig.publish("a.x", 2);
    await rig.drain(1);
    await rig.dispatcher.lookAround();
    await rig.settled();
    expect([rig.made.length, await rig.pending(), await rig.leased(), rig.accounts()]).toEqual([
      1,
      6,
      0,
      NOTHING,
    ]);
    await setStatus(rig, hook, "active");
    rig.dispatcher.due(hook, rig.clock.now());
    await rig.drain(7);
    await rig.settled();
    expect([await rig.pending(), rig.accounts()]).toEqual([0, NOTHING]);
  });

  test("what had room reserved when the webhook was paused is given back", async () => {
    await using rig = await startRig();
    const hook = await rig.hook("a.x");
    const publishing = rig.publish("a.x", 3);
    Object.assign(rig.outbox.registry.webhook(hook) ?? {}, { status: "paused" });
    await publishing;
    await rig.settled();
    expect([rig.made.length, await rig.pending(), rig.accounts()]).toEqual([0, 3, NOTHING]);
    await waitFor(async () => (await rig.leased()) === 0);
  });

  test("one delivery can be taken back, and the others go", async () => {
    await using rig = await startRig({ webhookConcurrency: 1 });
    const hook = await rig.hook("a.x");
    await rig.publish("a.x", 3);
    await rig.underWay(1);
    const [, second] = await rig.outbox.all<{ id: string }>("SELECT id FROM deliveries ORDER BY seq");
    await rig.dispatcher.withdraw(hook, String(second?.id));
    expect(await rig.leased()).toBe(2);
    await rig.drain(2);
    expect(rig.made.map(({ delivery }) => delivery)).not.toContain(String(second?.id));
  });
});

describe("stopping", () => {
  test("starts nothing more, waits for what is under way and gives the rest back", async () => {
    await using rig = await startRig({ webhookConcurrency: 2 });
    await rig.hook("a.x");
    await rig.publish("a.x", 10);
    await rig.underWay(2);
    let stopped = false;
    const stopping = rig.dispatcher.stop().then(() => {
      stopped = true;
    });
    await waitFor(async () => (await rig.leased()) === 2);
    expect(stopped).toBe(false);
    await rig.publish("a.x");
    for (const under of [...rig.open]) await under.end(again(rig.clock.now()));
    await stopping;
    expect([rig.made.length, await rig.leased(), await rig.pending(), rig.accounts()]).toEqual([
      2,
      0,
      11,
      NOTHING,
    ]);
  });

  test("gives back what was accepted on reserved room while it stopped", async () => {
    await using rig = await startRig();
    await rig.hook("a.x");
    const publishing = rig.publish("a.x", 5);
    await rig.dispatcher.stop();
    await publishing;
    expect([rig.made.length, await rig.leased(), rig.accounts()]).toEqual([0, 0, NOTHING]);
  });

  test("gives back what a claim under way brings", async () => {
    await using rig = await startRig();
    const hook = await rig.hook("a.x");
    for (let i = 0; i < 5; i++) await rig.outbox.publish({ type: "a.x" });
    rig.dispatcher.due(hook, rig.clock.now());
    await rig.dispatcher.stop();
    expect([rig.made.length, await rig.leased(), rig.accounts()]).toEqual([0, 0, NOTHING]);
  });

  test("interrupting tells the attempts under way", async () => {
    await using rig = await startRig();
    await rig.hook("a.x");
    await rig.publish("a.x");
    await rig.underWay(1);
    const stopping = rig.dispatcher.stop();
    rig.dispatcher.interrupt();
    expect(rig.open[0]?.signal.aborted).toBe(true);
    await rig.open[0]?.end(unchanged(null));
    await stopping;
  });
});

describe("a database that fails for a while", () => {
  test.each(["write", "read"] as const)("holds deliveries up and loses none: %s", async (kind) => {
    let down = false;
    await using rig = await startRig({
      auto: () => succeeded(),
      wrap: (store) =>
        failing(store, { [kind]: () => (down ? new StoreError("unavailable", "down") : null) }),
    });
    const hook = await rig.hook("a.x");
    for (let i = 0; i < 3; i++) await rig.outbox.publish({ type: "a.x" });
    down = true;
    rig.dispatcher.due(hook, rig.clock.now());
    for (let tries = 0; tries < 3; tries++) {
      await waitFor(() => rig.clock.pending.length > 0);
      expect(rig.clock.pending).toHaveLength(1);
      rig.clock.advance(1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(rig.made).toHaveLength(0);
    await waitFor(() => rig.clock.pending.length > 0);
    down = false;
    rig.clock.advance(1000);
    await rig.begun(3);
    await waitFor(async () => (await rig.pending()) === 0);
    await rig.settled();
    expect([rig.made.length, await rig.leased(), rig.accounts()]).toEqual([3, 0, NOTHING]);
  });

  test("an attempt that throws frees its slot, and its lease runs out", async () => {
    await using rig = await startRig({
      webhookConcurrency: 1,
      auto: (job) => {
        if (job.event.type === "bad.x") throw new Error("bug");
        return succeeded();
      },
    });
    await rig.outbox.addWebhook();
    await rig.publish("bad.x");
    await rig.publish("good.x", 3);
    await rig.begun(4);
    await rig.settled();
    expect([await rig.pending(), await rig.leased(), rig.accounts()]).toEqual([1, 1, NOTHING]);
    expect(rig.lines.join()).toContain("an attempt could not be made");
  });
});

test("nothing asks the database in circles while nothing is due", async () => {
  let asked = 0;
  const tally = () => {
    asked++;
    return null;
  };
  await using rig = await startRig({
    auto: () => succeeded(),
    wrap: (store) => failing(store, { read: tally, write: tally }),
  });
  const hook = await rig.hook("a.x");
  await rig.hook("b.x", { profile: "ordereazi" });
  await rig.publish("a.x", 3);
  await rig.publish("b.x", 3);
  await rig.dispatcher.sweep(rig.clock.now() - 1);
  await rig.begun(3);
  rig.dispatcher.due(hook, rig.clock.now());
  await rig.settled();
  await rig.settled();
  const before = asked;
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toBe(before);
});
