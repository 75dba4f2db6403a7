import { createLogger } from "../../src/log.ts";
import { createNotifier } from "../../src/notify/notifier.ts";
import { createPost } from "../../src/notify/smtp.ts";
import { type HappeningKind, insertHappening } from "../../src/outbox/happening.ts";
import { countingHandoff, type Outbox, openOutbox } from "../outbox/helpers.ts";

export const OPERATOR = "ops@example.test";

const reasons: Partial<Record<HappeningKind, object>> = {
  "delivery.exhausted": {
    event: { id: "evt_order", type: "order.created", created: "2024-01-15T10:00:00.000Z" },
    delivery: { id: "dlv_1" },
    attempts: 6,
    last_attempt: { outcome: "http_error", status_code: 500, error: "The receiver answered 500." },
  },
  "webhook.failing": {
    consecutive_failures: 50,
    failing_since: "2024-01-15T10:00:00.000Z",
    percent_of_limit: 50,
    limits: { consecutive_failures: 100 },
  },
  "webhook.disabled": {
    reason: "consecutive_failures",
    consecutive_failures: 100,
    failing_since: "2024-01-15T10:00:00.000Z",
  },
  "webhook.recovered": { consecutive_failures: 57, failing_since: "2024-01-15T10:00:00.000Z" },
  "webhook.verification_failed": { error: "The receiver's answer was not the challenge." },
};

/** Data as a happening of this kind has it. */
export const dataOf = (kind: HappeningKind, tenant: string, webhook: object): Record<string, unknown> => ({
  tenant,
  webhook,
  ...reasons[kind],
});

export type Happened = {
  tenant?: string;
  webhook?: { id: string; url: string; description?: string };
};

/** Writes one happening down, as whoever makes it happen does. Answers its id. */
export async function happen(
  { store, newId, clock }: Pick<Outbox, "store" | "newId" | "clock">,
  kind: HappeningKind = "webhook.failing",
  { tenant = "default", webhook = { id: "wh_1", url: "https://acme.test/hook" } }: Happened = {},
): Promise<string> {
  const id = newId("evt");
  const data = dataOf(kind, tenant, webhook);
  const delivery = kind === "delivery.exhausted" ? "dlv_1" : null;
  await store.write([
    insertHappening({ id, kind, tenant, webhook: webhook.id, delivery, data, at: clock.now() }),
  ]);
  return id;
}

export type Rig = Awaited<ReturnType<typeof startNotifier>>;

/** What tells of happenings, on a real outbox and without anything that delivers; `look` is called by the test. */
export async function startNotifier(
  url: string | null,
  { operators = [OPERATOR], timeoutMs = 10_000, baseUrl = null as string | null } = {},
) {
  const outbox = await openOutbox();
  const lines: string[] = [];
  const log = createLogger({ level: "debug", format: "json", write: (line) => void lines.push(line) });
  const { store, committer, registry, newId, clock } = outbox;
  const who = { operators };

  /** As a start of the process would make it. */
  const start = () =>
    createNotifier({
      ...{ store, committer, registry, newId, clock, log, baseUrl },
      ...{ handoff: countingHandoff(), delivers: true, sandbox: { filter: refuseToFilter } },
      post: url === null ? null : createPost({ url, from: "Posthorn <posthorn@example.test>", timeoutMs }),
      operators: () => who.operators,
    });
  let notifier = start();

  return {
    ...{ outbox, clock, lines, who },
    notifier: () => notifier,
    look: () => notifier.look(),
    sendTestMail: (to: string) => notifier.sendTestMail(to),
    /** Ends it and starts it again: whatever it kept in memory is gone. */
    async restart(): Promise<void> {
      await notifier.stop();
      notifier = start();
    },
    happen: (kind?: HappeningKind, happened?: Happened) => happen(outbox, kind, happened),
    /** Gives a tenant addresses of its own. */
    async notify(tenant: string, emails: string[]): Promise<void> {
      await outbox.run(
        `INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at) VALUES (?, ?, '{}', ?, 1, 1)
          ON CONFLICT DO UPDATE SET notify = excluded.notify`,
        [tenant, tenant, JSON.stringify({ emails })],
      );
    },
    mailed: async () => {
      const all = await outbox.all<{ mailed_at: number | null }>(
        "SELECT mailed_at FROM happenings ORDER BY seq",
      );
      return all.map(({ mailed_at }) => mailed_at);
    },
    async [Symbol.asyncDispose]() {
      await notifier.stop();
      await outbox[Symbol.asyncDispose]();
    },
  };
}

function refuseToFilter(): never {
  throw new Error("no webhook here has a filter");
}
