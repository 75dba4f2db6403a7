import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { createQuery } from "../../src/db/query.ts";
import type { Statement, Store } from "../../src/db/store.ts";
import { changesAfter, forgetChanges } from "../../src/outbox/changes.ts";
import { Registry } from "../../src/outbox/registry.ts";
import { recording } from "../db/helpers.ts";
import { waitFor } from "../support/wait-for.ts";
import { type Outbox, openOutbox } from "./helpers.ts";

let outbox: Outbox;
let seen: ReturnType<typeof recording>;
/** What another process on the same database knows. */
let other: Registry;

beforeEach(async () => {
  outbox = await openOutbox();
  seen = recording(outbox.file);
  other = new Registry(createQuery(seen), outbox.vault);
  await outbox.addWebhook();
  await other.load();
  seen.statements.length = 0;
});
afterEach(() => outbox[Symbol.asyncDispose]());

/** All that a registry knows, in an order of its own. */
function known(registry: Registry) {
  const targets = [...registry.all()].toSorted((a, b) => a.id.localeCompare(b.id));
  const tenants = ["default", "acme", "gone"];
  return {
    targets,
    tenants: tenants.filter(registry.knowsTenant),
    deleting: tenants.filter(registry.isDeleting),
    of: tenants.map((tenant) => registry.ofTenant(tenant).map(({ id }) => id)),
    types: ["a", "b"].map((name) => [registry.catalogue.knows(name), registry.catalogue.schemaOf(name)]),
    subscribed: registry.subscribed("default", "a").map(({ id }) => id),
  };
}

/** Follows, and holds what is known then against a database that was read from the start. */
async function followed(): Promise<ReturnType<typeof known>> {
  await other.follow();
  const fresh = new Registry(outbox.query, outbox.vault);
  await fresh.load();
  expect(known(other)).toEqual(known(fresh));
  return known(other);
}

const rowsRead = async () => {
  const results = await Promise.all(seen.statements.map((statement) => outbox.file.read(statement)));
  return results.reduce((sum, { rows }) => sum + rows.length, 0);
};

describe("what another process changed", () => {
  test("is asked for in one statement while there is nothing", async () => {
    await other.follow();
    expect([seen.statements.length, await rowsRead()]).toEqual([1, 0]);
  });

  test("is all that is read", async () => {
    for (let made = 0; made < 20; made++) await outbox.addWebhook();
    await other.follow();
    seen.statements.length = 0;
    const id = await outbox.addWebhook();
    await other.follow();
    expect(other.webhook(id)?.id).toBe(id);
    expect(await rowsRead()).toBe(2);
  });

  test("is taken whatever the clock of the one that changed it says", async () => {
    const id = await outbox.addWebhook();
    await followed();
    await outbox.run("UPDATE webhooks SET url = 'http://127.0.0.1:2/', updated_at = 1 WHERE id = ?", [id]);
    await followed();
    expect(other.webhook(id)?.url).toBe("http://127.0.0.1:2/");
  });

  test.each([
    ["status", "UPDATE webhooks SET status = 'paused'"],
    ["event types", `UPDATE webhooks SET event_types = '["b"]'`],
    ["first failure", "UPDATE webhooks SET consecutive_failures = 1, failing_since = 5"],
    ["deletion", "UPDATE webhooks SET deleted_at = 5"],
    ["end", "DELETE FROM webhooks"],
  ])("of a webhook is followed: its %s", async (_, sql) => {
    const before = known(other);
    await outbox.run(sql);
    expect(await followed()).not.toEqual(before);
  });

  test("of a webhook that is being read anew is not undone by what was read before", async () => {
    const [id = ""] = known(other).targets.map((target) => target.id);
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const held: Statement[] = [];
    let holds = false;
    const read: Store["read"] = async (statement) => {
      const result = await outbox.file.read(statement);
      if (!holds) return result;
      holds = false;
      held.push(statement);
      await answered;
      return result;
    };
    const registry = new Registry(createQuery({ ...outbox.file, read }), outbox.vault);
    await registry.load();
    holds = true;
    const refreshed = registry.refresh(id);
    await waitFor(() => held.length > 0, "the webhook to be read");
    await outbox.run("UPDATE webhooks SET status = 'paused'");
    await registry.follow();
    answer();
    expect((await refreshed)?.status).toBe("paused");
    expect(registry.webhook(id)?.status).toBe("paused");
  });

  test("of a webhook's secrets is followed, their expiry and end too", async () => {
    const [id = ""] = known(other).targets.map((target) => target.id);
    const sealed = outbox.vault.seal("whsec_1", `webhook-secret:${id}`);
    await outbox.run(
      "INSERT INTO webhook_secrets (webhook_seq, sealed, created_at) SELECT seq, ?, 1 FROM webhooks WHERE id = ?",
      [sealed, id],
    );
    await followed();
    expect(other.webhook(id)?.secrets).toEqual([{ value: "whsec_1", expiresAt: null }]);
    await outbox.run("UPDATE webhook_secrets SET expires_at = 9");
    await followed();
    expect(other.webhook(id)?.secrets).toEqual([{ value: "whsec_1", expiresAt: 9 }]);
    await outbox.run("DELETE FROM webhook_secrets");
    await followed();
    expect(other.webhook(id)?.secrets).toEqual([]);
  });

  test("of a tenant is followed: its profile, which its webhooks take, its deletion and its end", async () => {
    const id = await outbox.addWebhook({ tenant: "acme" });
    await followed();
    await outbox.run("UPDATE tenants SET profile = 'orki' WHERE id = 'acme'");
    await followed();
    expect(other.webhook(id)?.profile.name).toBe("orki");
    await outbox.run("UPDATE tenants SET deleting_at = 5 WHERE id = 'acme'");
    await followed();
    expect(other.isDeleting("acme")).toBe(true);
    await outbox.run("DELETE FROM webhooks WHERE tenant = 'acme'");
    await outbox.run("DELETE FROM tenants WHERE id = 'acme'");
    await followed();
    expect([other.knowsTenant("acme"), other.isDeleting("acme")]).toEqual([false, false]);
  });

  test("of an event type is followed: its schema and its end", async () => {
    await outbox.run(`INSERT INTO event_types (name, declared, description, "schema", deprecated, created_at, updated_at)
      VALUES ('a', 1, '', '{"type":"object"}', 0, 1, 1), ('b', 0, '', NULL, 0, 1, 1)`);
    expect((await followed()).types).toEqual([
      [true, '{"type":"object"}'],
      [true, undefined],
    ]);
    await outbox.run("DELETE FROM event_types");
    expect((await followed()).types).toEqual([
      [false, undefined],
      [false, undefined],
    ]);
  });

  test("of a profile is followed by every webhook that has it", async () => {
    const [id = ""] = known(other).targets.map((target) => target.id);
    const standard = other.profiles.find("standard");
    const document = JSON.stringify({ ...standard, name: "own", dispatch: "sweep" });
    await outbox.run(
      "INSERT INTO profiles (name, document, created_at, updated_at) VALUES ('own', ?, 1, 1)",
      [document],
    );
    await outbox.run("UPDATE webhooks SET profile = 'own'");
    await followed();
    await outbox.run("UPDATE profiles SET document = json_set(document, '$.dispatch', 'immediate')");
    await followed();
    expect(other.webhook(id)?.profile.dispatch).toBe("immediate");
  });

  test("is followed after it was forgotten, by reading everything", async () => {
    await outbox.addWebhook({ tenant: "acme" });
    await outbox.run("DELETE FROM webhooks WHERE tenant = 'default'");
    await forgetChanges(outbox.store);
    expect(await changesAfter(outbox.query, 0)).not.toBeNull();
    await outbox.addWebhook({ tenant: "acme" });
    await forgetChanges(outbox.store);
    expect(await changesAfter(outbox.query, 0)).toBeNull();
    await followed();
    await outbox.addWebhook();
    await followed();
  });
});

test("an attempt's result is no change unless the webhook turns by it", async () => {
  await outbox.run("UPDATE webhooks SET consecutive_failures = 1, failing_since = 5");
  await followed();
  seen.statements.length = 0;
  await outbox.run("UPDATE webhooks SET consecutive_failures = 2, last_failure_at = 9");
  await outbox.run("UPDATE webhooks SET notice = 1, updated_at = 9");
  await other.follow();
  expect(seen.statements.length).toBe(1);
});

test("a webhook that is changed here while others' changes are read is not set back", async () => {
  const [id = ""] = [...outbox.registry.all()].map((target) => target.id);
  const waiting = Promise.withResolvers<void>();
  const reading = Promise.withResolvers<void>();
  let holds = false;
  const slow = new Registry(
    createQuery({
      ...outbox.file,
      async read(statement) {
        const result = await outbox.file.read(statement);
        if (holds && statement.sql.includes('from "webhooks"')) {
          holds = false;
          reading.resolve();
          await waiting.promise;
        }
        return result;
      },
    }),
    outbox.vault,
  );
  await slow.load();
  await outbox.run("UPDATE webhooks SET status = 'paused'");
  holds = true;
  const following = slow.follow();
  await reading.promise;
  await outbox.run("UPDATE webhooks SET status = 'active'");
  await slow.refresh(id);
  waiting.resolve();
  await following;
  expect(slow.webhook(id)?.status).toBe("active");
});
