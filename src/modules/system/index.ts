import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { Elysia, t } from "elysia";
import type { Clock } from "../../clock.ts";
import { records, type Store } from "../../db/store.ts";
import { scoped } from "../../http/auth.ts";
import type { Principal } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import { iso, moment } from "../../http/time.ts";
import type { NewId } from "../../ids.ts";
import { OPERATOR_TENANT } from "../../outbox/happening.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import { integer } from "../shared-model.ts";

export type SystemDeps = {
  store: Store;
  clock: Clock;
  newId: NewId;
  version: string;
  role: string;
  startedAt: number;
  dataDir: string;
  /** How deliveries leave this machine. */
  egress: Egress;
  /** A database on a server is backed up there. */
  isLocal: boolean;
};

/** By a proxy that is given addresses which were judged here, or names, which nobody here judges; or by none. */
export type Egress = "direct" | "proxy" | "proxy_resolves";

export const system = t.Object({
  version: t.String(),
  role: t.String(),
  egress: t.String({
    description:
      "direct; proxy: through one, to addresses that were judged; proxy_resolves: names are handed to it, and what they resolve to is not judged here",
  }),
  started: moment(),
  uptime_seconds: integer(),
  database: t.Object({
    kind: t.String(),
    bytes: integer(),
    events: integer({ description: "without those of the tenant _operator" }),
    deliveries: integer(),
  }),
});

export const systemModule = (deps: SystemDeps) =>
  new Elysia({ prefix: "/system", tags: ["System"] })
    .use(scoped)
    .get("", () => describeSystem(deps), {
      scope: "admin:read",
      response: system,
      detail: { summary: "Version, uptime and database size" },
    })
    .post("/backup", ({ principal }) => backup(deps, principal), {
      scope: "owner",
      detail: {
        summary: "Stream a consistent copy of the database",
        responses: {
          200: {
            description: "An SQLite file",
            content: { "application/vnd.sqlite3": { schema: { type: "string", format: "binary" } } },
          },
        },
      },
    });

/** Events as their list has them. Two counts over indexes, for one with "not equal" would read the table. */
const figures = `SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size) AS bytes,
  (SELECT count(*) FROM events) - (SELECT count(*) FROM events WHERE tenant = '${OPERATOR_TENANT}') AS events, (SELECT count(*) FROM deliveries) AS deliveries`;

async function describeSystem({ store, clock, version, role, egress, startedAt, isLocal }: SystemDeps) {
  const [row] = records<{ bytes: number; events: number; deliveries: number }>(
    await store.read({ sql: figures }),
  );
  const { bytes = 0, events = 0, deliveries = 0 } = row ?? {};
  return {
    version,
    role,
    egress,
    started: iso(startedAt),
    uptime_seconds: Math.floor((clock.now() - startedAt) / 1000),
    database: { kind: isLocal ? "file" : "server", bytes, events, deliveries },
  };
}

/** The copy has no name any more when it is sent, so nothing is left behind however the sending ends. */
async function backup(deps: SystemDeps, principal: Principal): Promise<Response> {
  const { store, newId, dataDir, isLocal, clock } = deps;
  if (!isLocal) throw new Problem("invalid", "The database is on a server; back it up there.");
  const deed: Deed = { action: "system.backup", tenant: null, target: "database", before: null, after: null };
  await store.write([auditEntry(deps, principal, deed)]);
  const path = join(dataDir, `backup-${newId("job")}.db`);
  await store.backup(path);
  const copy = await open(path);
  await rm(path);
  const { size } = await copy.stat();
  const name = `posthorn-${iso(clock.now()).slice(0, 19).replaceAll(":", "")}.db`;
  return new Response(Readable.toWeb(copy.createReadStream()) as unknown as ReadableStream, {
    headers: {
      "content-type": "application/vnd.sqlite3",
      "content-length": String(size),
      "content-disposition": `attachment; filename="${name}"`,
    },
  });
}
