import { expect, test } from "bun:test";
import { makeKey } from "../support/api.ts";
import { emptyFolder, startExecutable } from "../support/executable.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";

/**
 * The executable with an attacker, who has all of one tenant's rights, and a neighbour with one healthy webhook. `during` publishes as
 * the neighbour beside an attack, which ends by itself, and resolves when all of that has been delivered.
 */
async function openStage() {
  const folder = emptyFolder();
  const instance = await startExecutable({ dir: folder.path });
  const receiver = await startReceiver();
  await registerWebhook(instance, receiver.url, { tenant: "neighbour" });
  const scopes = ["events:write", "events:read", "webhooks:write", "webhooks:read"];
  const authorization = `Bearer ${await makeKey(instance, { tenant: "attacker", scopes })}`;
  const attacker = {
    call: <T = Record<string, unknown>>(method: string, route: string, body?: unknown) =>
      instance.call<T>(method, route, body, { headers: { authorization } }),
  };

  async function during(attack: () => Promise<void>): Promise<void> {
    let isOver = false;
    let published = 0;
    const ended = attack().finally(() => (isOver = true));
    for (; !isOver || published === 0; published++) await publish(instance, { tenant: "neighbour" });
    await ended;
    await waitFor(() => receiver.requests.length >= published, "the neighbour's deliveries");
  }

  return {
    ...{ instance, attacker, during },
    async [Symbol.asyncDispose]() {
      await instance[Symbol.asyncDispose]();
      await receiver.stop();
      folder[Symbol.dispose]();
    },
  };
}

type Stage = Awaited<ReturnType<typeof openStage>>;

/** As large as it may be in what nothing has to be judged of. */
const LARGE = {
  metadata: Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`key${n}`, "x".repeat(1200)])),
};

const fileSize = async ({ instance }: Stage) => {
  const { body } = await instance.call<{ database: { bytes: number } }>("GET", "/system");
  return body.database.bytes;
};

test("600 changes of twenty bytes to a webhook of 60 KB are slowed down, and write no copy of it each", async () => {
  await using stage = await openStage();
  const { attacker } = stage;
  const { id } = await registerWebhook(attacker, "http://127.0.0.1:9999", LARGE);
  await stage.instance.call("PUT", "/settings/changes_per_minute", { value: 300 });
  const before = await fileSize(stage);
  const refused: (string | null)[] = [];
  await stage.during(async () => {
    for (let n = 0; n < 600; n++) {
      const { status, headers } = await attacker.call("PATCH", `/webhooks/${id}`, { description: `d${n}` });
      if (status === 429) refused.push(headers.get("retry-after"));
    }
  });
  expect(refused.length).toBeGreaterThan(250);
  for (const seconds of refused) expect(Number(seconds)).toBeGreaterThan(0);
  expect((await fileSize(stage)) - before).toBeLessThan(20e6);
});

test("12,000 made-up event types are accepted as events, and 1,000 of them listed, behind all declared ones", async () => {
  await using stage = await openStage();
  const { attacker, instance } = stage;
  for (let n = 0; n < 20; n++) await instance.call("PUT", `/event-types/declared.t${n}`, { description: "" });
  await stage.during(async () => {
    for (let batch = 0; batch < 12; batch++) {
      const events = Array.from({ length: 1000 }, (_, n) => ({ type: `flood.b${batch}.t${n}`, data: {} }));
      expect((await attacker.call("POST", "/events/batch", { events })).status).toBe(202);
    }
  });
  type Listed = { data: { status: string }[]; undeclared: number };
  const { body } = await instance.call<Listed>("GET", "/event-types?limit=250");
  expect(
    body.data
      .slice(0, 21)
      .map(({ status }) => status)
      .indexOf("undeclared"),
  ).toBe(20);
  // The neighbour's own type is the one more.
  expect(body.undeclared).toBe(1001);
  const notices = await instance.call<{ data: object[] }>(
    "GET",
    "/notifications?kind=tenant.event_types_full",
  );
  expect(notices.body.data).toMatchObject([{ tenant: "attacker" }]);
});

test("events of 12,000 items against uniqueItems are judged, and stop no other event of the type", async () => {
  await using stage = await openStage();
  const { attacker, instance } = stage;
  await instance.call("PUT", "/event-types/order.created", {
    description: "",
    schema: { properties: { lines: { uniqueItems: true } } },
  });
  const lines = Array.from({ length: 12_000 }, (_, n) => ({ n }));
  const statuses: number[] = [];
  await stage.during(async () => {
    for (let n = 0; n < 40; n++) {
      const data = { lines: [...lines, { n: -n - 1 }] };
      statuses.push((await attacker.call("POST", "/events", { type: "order.created", data })).status);
    }
  });
  expect(new Set(statuses)).toEqual(new Set([202]));
  const repeated = { lines: [...lines, lines[0]] };
  const refused = await attacker.call("POST", "/events", { type: "order.created", data: repeated });
  expect(refused.status).toBe(422);
});
