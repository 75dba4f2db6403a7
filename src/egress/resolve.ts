import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { type AddressPolicy, judgeAddress } from "./addresses.ts";
import type { Fault } from "./exchange.ts";
import { faultOf } from "./faults.ts";
import { ownLack } from "./lack.ts";

/** All addresses of a name, best first; throws with a `code` such as ENOTFOUND. Never called for a literal address. */
export type Resolve = (hostname: string) => Promise<{ address: string; family: 4 | 6 }[]>;

/** Asks the operating system, /etc/hosts included. */
export const systemResolve: Resolve = async (hostname) => {
  const answers = await lookup(hostname, { all: true });
  return answers.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * The addresses a request to `hostname` at `port` may be sent to: all those it resolves to, or a fault (dns_error, blocked) when
 * there is none or any of them is forbidden. Whoever connects must use these and not resolve again.
 */
export async function vettedAddresses(
  policy: AddressPolicy,
  resolve: Resolve,
  hostname: string,
  port: number,
): Promise<string[] | Fault> {
  const found = isIP(hostname) ? [hostname] : await resolved(resolve, hostname);
  if (!Array.isArray(found)) return found;
  for (const address of found) {
    const judged = judgeAddress(policy, address, port);
    if (!judged.allowed) return { kind: "blocked", error: blockedBy(hostname, address, judged.plain) };
  }
  return found;
}

async function resolved(resolve: Resolve, hostname: string): Promise<string[] | Fault> {
  try {
    const answers = await resolve(hostname);
    if (answers.length > 0) return answers.map(({ address }) => address);
    return { kind: "dns_error", error: `${hostname} has no address.` };
  } catch (error) {
    return ownLack() ?? { ...faultOf(error, hostname), kind: "dns_error" };
  }
}

/** It is kept with the attempt, which the tenant's own people read. */
function blockedBy(hostname: string, address: string, reason: string): string {
  return hostname === address ? reason : `${hostname} resolves to ${address}; ${reason}`;
}
