import { networkInterfaces } from "node:os";
import { type Address, type Cidr, contains, parseAddress, parseCidr } from "./cidr.ts";
import { NEVER, type Range, UNLESS_ALLOWED } from "./ranges.ts";

export { type Cidr, parseCidr, parseCidrList } from "./cidr.ts";

/**
 * What the operator allows beyond the built-in tiers. `own` are Posthorn's listening addresses; 0.0.0.0 and ::
 * stand for every address of this machine at that port.
 */
export type AddressPolicy = { allow: Cidr[]; deny: Cidr[]; own: { address: string; port: number }[] };

/** Tier C is public, tier B opened by POSTHORN_EGRESS_ALLOW. A refusal is one sentence with the way out, if there is one. */
export type Judgement = { allowed: true; tier: "B" | "C" } | { allowed: false; reason: string };

/**
 * Whether a request may go to `address` (literal IPv4 or IPv6, zone id allowed) at `port`. Tier A beats all, then
 * POSTHORN_EGRESS_DENY, then POSTHORN_EGRESS_ALLOW. Anything that is no literal address is refused.
 */
export function judgeAddress(policy: AddressPolicy, address: string, port: number): Judgement {
  const reached = parseAddress(address);
  if (!reached) return refuse(`${address} is not an IP address.`);
  const name = `${reached}` === address ? address : `${address} (that is ${reached})`;
  if (policy.own.some((own) => own.port === port && isOwn(own.address, reached))) {
    return refuse(`${name} at port ${port} is Posthorn's own listening address; no setting opens it.`);
  }
  const never = find(TIER_A, reached);
  if (never) return refuse(`${name} is ${never.what} (${never.cidr.text}); no setting opens it.`);
  const denied = policy.deny.find((cidr) => contains(cidr, reached));
  if (denied) return refuse(`${name} is refused by ${denied.text} in POSTHORN_EGRESS_DENY.`);
  const closed = find(TIER_B, reached);
  if (!closed) return { allowed: true, tier: "C" };
  if (policy.allow.some((cidr) => contains(cidr, reached))) return { allowed: true, tier: "B" };
  return refuse(`${name} is ${closed.what} (${closed.cidr.text}); to allow it ${wayOut(policy, reached)}`);
}

/** Whether anybody on the internet may be at `address`: tier C. */
export function isPublic(address: string): boolean {
  const reached = parseAddress(address);
  return reached !== null && !find(TIER_A, reached) && !find(TIER_B, reached);
}

type Named = { cidr: Cidr; what: string };

const TIER_A = compile(NEVER);
const TIER_B = compile(UNLESS_ALLOWED);

function compile(ranges: readonly Range[]): Named[] {
  return ranges.map(([text, what]) => {
    const cidr = parseCidr(text);
    if (!cidr) throw new Error(`${text} in the table of addresses is no network`);
    return { cidr, what };
  });
}

function find(tier: Named[], address: Address): Named | undefined {
  return tier.find(({ cidr }) => contains(cidr, address));
}

function refuse(reason: string): Judgement {
  return { allowed: false, reason };
}

/** The present list is not repeated: tenants read this sentence too. */
function wayOut({ allow }: AddressPolicy, address: Address): string {
  const line = `${address}/${address.kind() === "ipv4" ? 32 : 128}`;
  return allow.length === 0
    ? `set POSTHORN_EGRESS_ALLOW=${line}`
    : `add ${line} to the list in POSTHORN_EGRESS_ALLOW`;
}

function isOwn(listening: string, address: Address): boolean {
  const own = `${parseAddress(listening)}`;
  return own === "0.0.0.0" || own === "::" ? isLocal(address) : own === `${address}`;
}

/** Interfaces come and go, so they are read anew; only a request to the listening port gets here. */
function isLocal(address: Address): boolean {
  if (address.range() === "loopback") return true;
  const local = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return local.some((entry) => `${parseAddress(entry.address)}` === `${address}`);
}
