import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "../../package.json";
import { systemClock } from "../../src/clock.ts";
import { startNode, type TestNode } from "../support/node.ts";
import { portalLink } from "../support/portal.ts";
import { type Site, startSite } from "../support/site.ts";
import { storySender } from "./receivers.ts";
import { type Ids, tell } from "./story.ts";

export type World = Awaited<ReturnType<typeof startWorld>>;

/** As `startNode` has it. */
const MASTER_KEY = Buffer.alloc(32, 7).toString("base64");

/**
 * A site with the story's data, whose deliveries a worker goes on making to receivers that do not exist; and one that is as new.
 * Nothing of it reaches the network.
 */
export async function startWorld() {
  const dir = await mkdtemp(join(tmpdir(), "posthorn-pictures-"));
  const ids = await tell(dir, Date.now());
  const site = await startSite({
    POSTHORN_DATA_DIR: dir,
    POSTHORN_ROLE: "api",
    POSTHORN_MASTER_KEY: MASTER_KEY,
    POSTHORN_SMTP_URL: "smtp://127.0.0.1:9",
  });
  const sender = storySender(() => 0, Math.random);
  const worker = await startNode({
    dir,
    clock: systemClock,
    sender,
    version,
    env: { POSTHORN_ROLE: "worker" },
  });
  const fresh = await startSite();

  async function stop(): Promise<void> {
    await fresh.stop();
    await site.stop();
    await worker.stop();
    await rm(dir, { recursive: true, force: true });
  }
  return { site, fresh, ids: { ...ids, ...(await found(site, ids)) }, stop, [Symbol.asyncDispose]: stop };
}

type Rows = { data: { id: string; status: string; attempt_count: number; event: { id: string } }[] };

/** Single things that have a page of their own. */
async function found(site: Site, ids: Ids): Promise<Ids> {
  const first = async (query: string) =>
    (await site.call<Rows>("GET", `/deliveries?${query}&limit=50`)).body.data;
  const failing = await first(`webhook=${ids.failing}&status=pending`);
  const mostTried = failing.toSorted((a, b) => b.attempt_count - a.attempt_count)[0];
  const [succeeded] = await first(`webhook=${ids.healthy}&status=succeeded`);
  const [exhausted] = await first("status=failed");
  const hostile = (await first(`webhook=${ids.hostile}`)).find(({ attempt_count }) => attempt_count > 1);
  const of = (delivery: Rows["data"][number] | undefined) => delivery?.id ?? "";
  return {
    delivery: of(mostTried),
    delivered: of(succeeded),
    exhausted: of(exhausted),
    hostileDelivery: of(hostile),
    event: mostTried?.event.id ?? "",
  };
}

/** Where a tenant's portal opens, once. */
export const portalOf = async (site: Site, tenant: string, fields = {}): Promise<string> => {
  const link = await portalLink({ call: site.call as unknown as TestNode["call"] }, tenant, fields);
  return `/portal#token=${link.token}`;
};
