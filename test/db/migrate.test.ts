import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { getTableColumns, is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { migrations } from "../../src/db/migrate.ts";
import * as schema from "../../src/db/schema.ts";
import { hashOf, openFile, refusal, rows, temporaryFolder } from "./helpers.ts";

const tables = Object.values(schema).filter((value) => is(value, SQLiteTable));

/** As the next release would bring one. */
async function withMigration(sql: string, run: () => Promise<void>): Promise<void> {
  const list = migrations as string[];
  list.push(sql);
  await run().finally(() => list.pop());
}

const INSERT_TENANT = `INSERT INTO tenants (id, name, metadata, notify, created_at, updated_at) VALUES ('t', 't', '{}', '{}', 1, 1)`;

test("a new file gets every table of the schema, all of them STRICT, and Posthorn's mark", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  const made = await rows(
    store,
    "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'",
  );
  const [mark] = await rows(store, "SELECT * FROM pragma_application_id, pragma_user_version");
  await store.close();
  expect(made.map(({ name }) => name).sort()).toEqual(
    tables.map((table) => getTableConfig(table).name).sort(),
  );
  expect(made.filter(({ strict }) => strict !== 1)).toEqual([]);
  expect(mark).toEqual({ application_id: 0x5048524e, user_version: migrations.length });
});

test("schema.ts agrees with the migrated database, column by column and index by index", async () => {
  await using folder = await temporaryFolder();
  const store = await openFile(folder.file);
  for (const table of tables) {
    const config = getTableConfig(table);
    const { name, indexes, uniqueConstraints, checks, foreignKeys } = config;
    const composite = config.primaryKeys.flatMap((key) => key.columns.map((column) => column.name));
    const columns = Object.values(getTableColumns(table));
    const made = await rows(store, "SELECT * FROM pragma_table_xinfo(?)", [name]);
    const asSchema = columns.map((column) => ({
      name: column.name,
      type: column.getSQLType().toUpperCase(),
      notnull: column.notNull ? 1 : 0,
      pk: column.primary || composite.includes(column.name),
      generated: column.generated !== undefined,
    }));
    const asMade = made.map((column) => ({
      name: column.name,
      type: String(column.type).toUpperCase(),
      notnull: column.notnull,
      pk: column.pk !== 0,
      generated: column.hidden !== 0,
    }));
    expect({ name, columns: asMade }).toEqual({ name, columns: asSchema } as never);
    const madeIndexes = await rows(store, "SELECT name FROM pragma_index_list(?)", [name]);
    const named = [
      ...indexes.map((index) => index.config.name),
      ...uniqueConstraints.map((constraint) => constraint.getName()),
      ...columns.filter(({ isUnique }) => isUnique).map(({ uniqueName }) => uniqueName),
    ];
    const own = madeIndexes.map((index) => String(index.name)).filter((one) => !one.startsWith("sqlite_"));
    expect({ name, indexes: own.sort() }).toEqual({
      name,
      indexes: named.sort(),
    } as never);
    const [{ sql } = { sql: "" }] = await rows<{ sql: string }>(
      store,
      "SELECT sql FROM sqlite_schema WHERE name = ?",
      [name],
    );
    for (const check of checks) expect(sql).toContain(`CONSTRAINT "${check.name}" CHECK`);
    const madeKeys = await rows(store, "SELECT * FROM pragma_foreign_key_list(?)", [name]);
    expect(madeKeys).toHaveLength(foreignKeys.length);
  }
  await store.close();
});

test("opening a migrated file again changes nothing and makes no copy", async () => {
  await using folder = await temporaryFolder();
  await (await openFile(folder.file)).close();
  const before = await hashOf(folder.file);
  await (await openFile(folder.file)).close();
  expect(await hashOf(folder.file)).toBe(before);
  expect((await folder.files()).filter((name) => name.includes("before"))).toEqual([]);
});

test("a migration over existing rows keeps them, and a copy from before it lies beside the file", async () => {
  await using folder = await temporaryFolder();
  const first = await openFile(folder.file);
  await first.write([{ sql: INSERT_TENANT }]);
  await first.close();
  const sql = "CREATE TABLE later (a text) STRICT;--> statement-breakpoint\nINSERT INTO later VALUES ('x')";
  await withMigration(sql, async () => {
    const second = await openFile(folder.file);
    expect(await rows(second, "SELECT a, id FROM later, tenants")).toEqual([{ a: "x", id: "t" }]);
    await second.close();
  });
  const old = await openFile(`${folder.file}.before-${migrations.length + 1}`);
  expect(await rows(old, "SELECT id FROM tenants")).toEqual([{ id: "t" }]);
  expect(await rows(old, "SELECT name FROM sqlite_schema WHERE name = 'later'")).toEqual([]);
  await old.close();
});

test("a copy that an earlier start broke off is made anew before migrating", async () => {
  await using folder = await temporaryFolder();
  const first = await openFile(folder.file);
  await first.write([{ sql: INSERT_TENANT }]);
  await first.close();
  const copy = `${folder.file}.before-${migrations.length + 1}`;
  await Bun.write(copy, "half a copy");
  await Bun.write(`${copy}.partial`, "half a copy");
  await withMigration("CREATE TABLE later (a text) STRICT", async () =>
    (await openFile(folder.file)).close(),
  );
  const old = await openFile(copy);
  expect(await rows(old, "SELECT id FROM tenants")).toEqual([{ id: "t" }]);
  await old.close();
  expect(existsSync(`${copy}.partial`)).toBe(false);
});

test("a migration that fails half way leaves nothing of itself behind", async () => {
  await using folder = await temporaryFolder();
  await (await openFile(folder.file)).close();
  const sql = "CREATE TABLE later (a text) STRICT;--> statement-breakpoint\nCREATE TABLE tenants (a text)";
  await withMigration(sql, async () => {
    expect((await refusal(folder.file)).message).toContain("tenants");
  });
  const store = await openFile(folder.file);
  expect(await rows(store, "SELECT name FROM sqlite_schema WHERE name = 'later'")).toEqual([]);
  expect(await rows(store, "PRAGMA user_version")).toEqual([{ user_version: migrations.length }]);
  await store.close();
});
