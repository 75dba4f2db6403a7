import { expect, test } from "bun:test";
import type { Statement, StoreError } from "../../src/db/store.ts";
import { type Bulk, createCommitter } from "../../src/outbox/committer.ts";
import { codeOf, failing, openFile, rows, temporaryFolder, times } from "../db/helpers.ts";

const tenants: Bulk = {
  order: 1,
  sql: `INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at)
    SELECT value->>'id', value->>'id', '{}', '{}', 1, 1 FROM json_each(?) RETURNING id AS key, seq`,
};
const keys: Bulk = {
  order: 2,
  sql: `INSERT INTO api_keys (id, name, hash, prefix, scopes, tenant, created_at)
    SELECT value->>'id', 'k', value->>'id', 'p', '[]', value->>'tenant', 1 FROM json_each(?) RETURNING id AS key`,
};

async function openCommitter(write: (statements: Statement[]) => StoreError | null = () => null) {
  const folder = await temporaryFolder();
  const file = await openFile(folder.file);
  const groups: Statement[][] = [];
  const store = failing(file, {
    write(statements) {
      groups.push(statements);
      return write(statements);
    },
  });
  return {
    ...{ committer: createCommitter(store), groups },
    ids: async () =>
      (await rows<{ id: string }>(file, "SELECT id FROM tenants ORDER BY seq")).map(({ id }) => id),
    async [Symbol.asyncDispose]() {
      await file.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

test("a group holds no more text than one statement should carry", async () => {
  await using open = await openCommitter();
  const large = 5 * 1024 * 1024;
  await Promise.all(["a", "b", "c"].map((id) => open.committer.commit([[tenants, [{ id }]]], large)));
  expect(open.groups).toHaveLength(3);
});

test("commits that come at once share few transactions, and each finds its own rows", async () => {
  await using open = await openCommitter();
  const names = Array.from({ length: 300 }, (_, i) => `t${i}`);
  const committed = await Promise.all(names.map((id) => open.committer.commit([[tenants, [{ id }]]])));
  expect(committed.map((found, i) => found(tenants, `t${i}`)?.key)).toEqual(names);
  expect(open.groups.length).toBeLessThanOrEqual(2);
  expect(await open.ids()).toEqual(names);
});

test("a commit alone goes at once, with one statement for each kind of row that it has", async () => {
  await using open = await openCommitter();
  const committed = await open.committer.commit([
    [keys, []],
    [tenants, [{ id: "a" }, { id: "b" }]],
  ]);
  expect(open.groups.map((group) => group.length)).toEqual([1]);
  expect(committed(tenants, "b")?.seq).toBe(2);
  expect(committed(tenants, "c")).toBeUndefined();
  expect(committed(keys, "a")).toBeUndefined();
});

test("parents are written before children, however they were named", async () => {
  await using open = await openCommitter();
  const committed = await open.committer.commit([
    [keys, [{ id: "k", tenant: "a" }]],
    [tenants, [{ id: "a" }]],
  ]);
  expect(committed(keys, "k")?.key).toBe("k");
});

test("one commit at fault fails alone, and none of it is written", async () => {
  await using open = await openCommitter();
  const outcomes = await Promise.allSettled([
    open.committer.commit([[tenants, [{ id: "a" }]]]),
    open.committer.commit([
      [tenants, [{ id: "b" }]],
      [keys, [{ id: "k", tenant: "nobody" }]],
    ]),
    open.committer.commit([[tenants, [{ id: "c" }]]]),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect((outcomes[1] as PromiseRejectedResult).reason.code).toBe("invalid");
  expect(await open.ids()).toEqual(["a", "c"]);
});

test("a busy database is tried again, and given up after five times", async () => {
  await using open = await openCommitter(times(4, "busy"));
  await open.committer.commit([[tenants, [{ id: "a" }]]]);
  expect(open.groups).toHaveLength(5);
  await using stuck = await openCommitter(times(5, "busy"));
  expect(await codeOf(stuck.committer.commit([[tenants, [{ id: "a" }]]]))).toBe("busy");
  await stuck.committer.commit([[tenants, [{ id: "b" }]]]);
  expect(await stuck.ids()).toEqual(["b"]);
});

test.each(["full", "unavailable"] as const)(
  "a database that is %s refuses the whole group at once",
  async (code) => {
    await using open = await openCommitter(times(1, code));
    const outcomes = await Promise.all(
      ["a", "b"].map((id) => codeOf(open.committer.commit([[tenants, [{ id }]]]))),
    );
    expect(outcomes).toEqual([code, code]);
    expect(open.groups).toHaveLength(1);
    await open.committer.commit([[tenants, [{ id: "c" }]]]);
    expect(await open.ids()).toEqual(["c"]);
  },
);

test("a group holds a thousand rows at most, and a commit larger than that goes alone", async () => {
  await using open = await openCommitter();
  const large = Array.from({ length: 1500 }, (_, i) => ({ id: `large${i}` }));
  const small = Array.from({ length: 1200 }, (_, i) => open.committer.commit([[tenants, [{ id: `s${i}` }]]]));
  await Promise.all([...small, open.committer.commit([[tenants, large]])]);
  const sizes = open.groups.map(([statement]) => JSON.parse(String(statement?.args?.[0])).length);
  expect(sizes.filter((size) => size > 1000)).toEqual([1500]);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(2700);
});

test("idle resolves when all that was committed is settled, also when it failed", async () => {
  await using open = await openCommitter(times(1, "full"));
  await open.committer.idle();
  let settled = 0;
  const count = () => void settled++;
  for (const id of ["a", "b"]) void open.committer.commit([[tenants, [{ id }]]]).then(count, count);
  await open.committer.idle();
  expect(settled).toBe(2);
  await open.committer.idle();
});
