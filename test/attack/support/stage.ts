/**
 * The stage of every attack: the built executable, and a neighbour, which is another tenant with one healthy webhook.
 *
 * `await using stage = await openStage()` starts both. `await stage.during(attack)` runs an attack, which must end by itself, and
 * meanwhile publishes as the neighbour twenty times a second, waits for each delivery, asks `/healthz` and reads the memory.
 * `expectUnharmed(stage, attack)` holds what was measured against the bounds; these are the only tests that assert time, on
 * machines that are shared: what exceeds a bound is measured again, for an attack that harms does so each time.
 * `stage.attacker` is the API bound to another tenant by its key; `stage.instance` is the operator's.
 */
import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { makeKey } from "../../support/api.ts";
import { emptyFolder, report, startExecutable } from "../../support/executable.ts";
import { registerWebhook } from "../../support/factories.ts";
import { startNeighbour } from "./neighbour.ts";

/** What others suffered: milliseconds, and MB (10^6 bytes) at the highest. */
export type Harm = { publishP99: number; deliveryMax: number; healthzMax: number; memoryMax: number };

/** What nobody's neighbour may suffer more of. */
const BOUNDS: Harm = { publishP99: 200, deliveryMax: 1000, healthzMax: 1000, memoryMax: 600 };

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Starts the executable with `env` and both tenants. */
export async function openStage(env: Record<string, string> = {}) {
  const folder = emptyFolder();
  const instance = await startExecutable({ dir: folder.path, env });
  const neighbour = await startNeighbour(instance.url, await keyOf("neighbour"));
  const attackersKey = await keyOf("attacker");

  /** A key that does all for one tenant and nothing for any other. */
  async function keyOf(tenant: string): Promise<string> {
    await instance.call("POST", "/tenants", { id: tenant, name: tenant });
    const scopes = [
      "events:write",
      "events:read",
      "webhooks:write",
      "webhooks:read",
      "deliveries:read",
      "deliveries:write",
    ];
    return makeKey(instance, { tenant, scopes });
  }

  const attacker = {
    key: attackersKey,
    call: <T = Record<string, unknown>>(method: string, route: string, body?: unknown) =>
      instance.call<T>(method, route, body, { headers: { authorization: `Bearer ${attackersKey}` } }),
    /** Registers `count` webhooks for all types at `url`, a few at a time, and resolves with their ids. */
    async webhooks(count: number, url: string, fields: Record<string, unknown> = {}): Promise<string[]> {
      const ids: string[] = [];
      while (ids.length < count) {
        const some = Array.from({ length: Math.min(20, count - ids.length) }, (_, i) =>
          registerWebhook(attacker, `${url}/${ids.length + i}`, fields),
        );
        ids.push(...(await Promise.all(some)).map(({ id }) => id));
      }
      return ids;
    },
  };

  async function during(attack: () => Promise<unknown>): Promise<Harm> {
    let memoryMax = 0;
    let healthzMax = 0;
    let over = false;
    const watch = async () => {
      while (!over) {
        memoryMax = Math.max(memoryMax, residentMegabytes(instance.pid));
        const asked = performance.now();
        const { status } = await fetch(`${instance.url}/healthz`);
        if (status !== 200) throw new Error(`/healthz responded ${status}`);
        healthzMax = Math.max(healthzMax, performance.now() - asked);
        await Bun.sleep(50);
      }
    };
    const watching = watch();
    const probing = neighbour.probe(() => !over);
    await attack().finally(() => (over = true));
    await watching;
    const harm = { ...(await probing), healthzMax, memoryMax };
    report(
      Object.entries(harm)
        .map(([name, value]) => `${name} ${value.toFixed(0)}`)
        .join(", "),
    );
    return harm;
  }

  return {
    ...{ instance, attacker, neighbour, during },
    async [Symbol.asyncDispose]() {
      await neighbour.stop();
      await instance[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

/** So often an attack is measured before it is held to be what harms. */
const ROUNDS = 3;
/** How many times as long as without any attack a step may take on a machine that is slow itself. */
const SLOWDOWN = 3;
const CALM_MS = 3000;

/** Fails when the neighbour suffers more than the bounds allow, in each of three rounds. */
export async function expectUnharmed(stage: Stage, attack: () => Promise<unknown>): Promise<void> {
  const calm = await stage.during(() => Bun.sleep(CALM_MS));
  const bounds = { ...BOUNDS };
  for (const name of ["publishP99", "deliveryMax", "healthzMax"] as const)
    bounds[name] = Math.max(bounds[name], SLOWDOWN * calm[name]);
  const rounds: Harm[] = [];
  while (rounds.length < ROUNDS) {
    const harm = await stage.during(attack);
    rounds.push(harm);
    if (Object.entries(bounds).every(([name, bound]) => harm[name as keyof Harm] < bound)) return;
  }
  expect({ bounds, rounds }).toEqual({ bounds, rounds: [] });
}

/** Source: proc(5), `VmRSS` of /proc/pid/status, in KiB. */
function residentMegabytes(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return (Number(kibibytes) * 1024) / 1e6;
}
