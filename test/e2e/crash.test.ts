import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { emptyFolder, report, spawnExecutable, startExecutable } from "../support/executable.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { freeListeningAddress } from "../support/free-address.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { waitFor } from "../support/wait-for.ts";
import { Book, publishUntilGone } from "./book.ts";
import { seededRandom } from "./chance.ts";
import { nothingPending } from "./deliveries.ts";

const ROUNDS = 20;
/** In flight, or answered and not on disk yet; more than that never leaves the database. */
const IN_HAND_OF_A_WEBHOOK = 256 + 16;
/** Answers and arrivals until a kill; the seed decides. */
const LONGEST_ROUND = 300;

test(`${ROUNDS} kills under a stream of events lose nothing that was accepted and leave nothing pending`, async () => {
  const seed = Number(process.hrtime.bigint() % 1_000_000n);
  report(`seed ${seed}`);
  const random = seededRandom(seed);
  using folder = emptyFolder();
  let happened = () => {};
  const book = new Book(() => happened());
  await using fast = await startReceiver((request) => {
    book.arrived("fast", idOf(request.text), 200);
    return 200;
  });
  await using slow = await startReceiver(async (request) => {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    const id = idOf(request.text);
    return book.arrived("slow", id, failsFirst(id) && !book.has("slow", id) ? 500 : 200);
  });

  const run = { dir: folder.path, env: { POSTHORN_LISTEN: await freeListeningAddress() } };
  let instance = await startExecutable(run);
  await registerWebhook(instance, fast.url);
  await registerWebhook(instance, slow.url);
  for (let round = 0; round < ROUNDS; round++) {
    let left = Math.floor(random() * LONGEST_ROUND);
    happened = () => {
      if (left-- === 0) instance.kill("SIGKILL");
    };
    await publishUntilGone(instance, book);
    expect(await instance.exited).toBe(137);
    instance = await startExecutable(run);
  }
  happened = () => {};
  await book.sendAgain(instance);
  await book.everythingAt(["fast", "slow"]);
  await nothingPending(instance);
  expect(await instance.end("SIGTERM")).toBe(0);

  expect(book.faults).toEqual([]);
  const found = inspect(folder.path);
  expect(found).toMatchObject({ integrity: "ok", orphans: [], unfinished: 0 });
  expect(found.events).toBe(book.accepted.size);
  expect(found.deliveries).toBe(2 * book.accepted.size);
  expect(sentAfterTheirEnd(folder.path, [fast, slow])).toEqual([]);
  const requests = fast.requests.length + slow.requests.length;
  const unrecorded = requests - found.attempts;
  expect(unrecorded).toBeLessThanOrEqual(ROUNDS * IN_HAND_OF_A_WEBHOOK * 2);
  expect(book.repeats("fast") + book.repeats("slow")).toBeLessThanOrEqual(unrecorded);
  report(`${found.events} events, ${requests} requests, ${unrecorded} of them unrecorded at a kill`);
  report(
    `${book.repeats("fast")} + ${book.repeats("slow")} duplicates, ${book.lost} calls without an answer`,
  );
});

/** What stands in the data folder, in the order in which a first start makes it. */
const steps = [
  /^master-key/,
  /^api-key/,
  /\.lock$/,
  /^\.libsql.*\.node\../,
  /^\.libsql.*\.node$/,
  /^posthorn\.db$/,
  /-wal$/,
];

test.each(steps)("killed when the first start has come to %p, the next one works", async (step) => {
  using folder = emptyFolder();
  const data = join(folder.path, "data");
  const run = { dir: folder.path, env: { POSTHORN_API_KEY: "" } };
  await using doomed = spawnExecutable(run);
  await waitFor(() => existsSync(data) && readdirSync(data).some((name) => step.test(name)), `${step}`);
  expect(await doomed.end("SIGKILL")).toBe(137);
  await using instance = await startExecutable(run);
  expect(await publish(instance)).toMatchObject({ deliveries: 0 });
});

test("killed while the schema is being written, the next start works", async () => {
  using folder = emptyFolder();
  const wal = join(folder.path, "data/posthorn.db-wal");
  await using doomed = spawnExecutable({ dir: folder.path });
  await waitFor(() => existsSync(wal) && statSync(wal).size > 0, "the first page of the schema");
  await doomed.end("SIGKILL");
  await using instance = await startExecutable({ dir: folder.path });
  expect(await publish(instance)).toMatchObject({ deliveries: 0 });
});

const idOf = (text: string): string => JSON.parse(text).id;

/** Every tenth. */
const failsFirst = (id: string) => id.endsWith("7");

function inspect(dir: string) {
  using database = new Database(join(dir, "data/posthorn.db"), { readonly: true });
  const value = (sql: string) => Object.values(database.query(sql).get() as object)[0];
  return {
    integrity: value("PRAGMA integrity_check") as string,
    orphans: database.query("PRAGMA foreign_key_check").all(),
    events: value("SELECT count(*) FROM events WHERE tenant <> '_operator'") as number,
    deliveries: value("SELECT count(*) FROM deliveries") as number,
    attempts: value("SELECT count(*) FROM attempts") as number,
    unfinished: value(
      "SELECT count(*) FROM deliveries WHERE status <> 'succeeded' OR lease_owner IS NOT NULL",
    ),
  };
}

/** Events that a receiver got once more after the database had them as delivered to it. */
function sentAfterTheirEnd(dir: string, receivers: Receiver[]): string[] {
  using database = new Database(join(dir, "data/posthorn.db"), { readonly: true });
  const ends = database.query<
    { key: string; end: number },
    []
  >(`SELECT w.url || ' ' || e.id AS key, d.completed_at AS end
    FROM deliveries d JOIN events e ON e.seq = d.event_seq JOIN webhooks w ON w.seq = d.webhook_seq`);
  const endOf = new Map(ends.all().map(({ key, end }) => [key, end]));
  return receivers.flatMap(({ url, requests }) =>
    requests
      .map(({ text, at }) => ({ key: `${url} ${idOf(text)}`, at }))
      .filter(({ key, at }) => at > (endOf.get(key) ?? 0))
      .map(({ key }) => key),
  );
}
