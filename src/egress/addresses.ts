import { networkInterfaces } from "node:os";
import { type Address, type Cidr, contains, parseAddress, parseCidr, parseCidrList } from "./cidr.ts";
import { NEVER, type Range, UNLESS_ALLOWED } from "./ranges.ts";

export { type Cidr, parseCidr, parseCidrList } from "./cidr.ts";

/**
 * What the operator allows beyond the built-in tiers. `own` are Posthorn's listening addresses; 0.0.0.0 and ::
 * stand for every address of this machine at that port.
 */
export type AddressPolicy = { allow: Cidr[]; deny: Cidr[]; own: { address: string; port: number }[] };

/**
 * Why nothing may be sent to an address: `reason` is one sentence for operators, with the setting that opens it if there is one;
 * `plain` is for whoever else reads it, and names no setting.
 */
export type Refusal = { reason: string; plain: string };

/** Tier C is public, tier B opened by POSTHORN_EGRESS_ALLOW. */
export type Judgement = { allowed: true; tier: "B" | "C" } | ({ allowed: false } & Refusal);

/**
 * Whether a request may go to `address` (literal IPv4 or IPv6, zone id allowed) at `port`. Tier A beats all, then
 * POSTHORN_EGRESS_DENY, then POSTHORN_EGRESS_ALLOW. Anything that is no literal address is refused.
 */
export function judgeAddress(policy: AddressPolicy, address: string, port: number): Judgement {
  const reached = parseAddress(address);
  if (!reached) {
    const reason = `${address} is not an IP address.`;
    return { allowed: false, reason, plain: reason };
  }
  const name = `${reached}` === address ? address : `${address} (that is ${reached})`;
  if (policy.own.some((own) => own.port === port && isOwn(own.address, reached))) {
    return refuse(`${name} at port ${port} is Posthorn's own address`, NO_WAY);
  }
  const never = find(TIER_A, reached);
  if (never) return refuse(`${name} is ${never.what} (${never.cidr.text})`, NO_WAY);
  const denied = policy.deny.find((cidr) => contains(cidr, reached));
  if (denied) {
    const reason = `${name} is refused by ${denied.text} in POSTHORN_EGRESS_DENY.`;
    return { allowed: false, reason, plain: `${name} is an address that webhooks may not reach here.` };
  }
  const closed = find(TIER_B, reached);
  if (!closed) return { allowed: true, tier: "C" };
  if (policy.allow.some((cidr) => contains(cidr, reached))) return { allowed: true, tier: "B" };
  return refuse(`${name} is ${closed.what} (${closed.cidr.text})`, wayOut(policy, reached));
}

/**
 * The line of the environment that would open the address which a plain refusal is about, as things stand now: null where no line
 * does, and where none is needed any more. It repeats the present list, so it is for operators.
 */
export function openingLine(policy: AddressPolicy, plain: string, port: number): string | null {
  const address = parseAddress(REFUSED.exec(plain)?.[1] ?? "");
  if (address === null || judgeAddress(policy, `${address}`, port).allowed) return null;
  const line = [...policy.allow.map(({ text }) => text), entryOf(address)].join(",");
  const opened = { ...policy, allow: parseCidrList(line).cidrs };
  return judgeAddress(opened, `${address}`, port).allowed ? `POSTHORN_EGRESS_ALLOW=${line}` : null;
}

/** The address that a plain refusal begins with, also behind the name that resolved to it. */
const REFUSED = /(?:^|; )([\da-f:.]+) (?:\(that is \S+\) )?(?:at port \d+ )?is /i;

const entryOf = (address: Address) => `${address}/${address.kind() === "ipv4" ? 32 : 128}`;

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

const NO_WAY = "no setting opens it.";

function refuse(what: string, way: string): Judgement {
  return { allowed: false, reason: `${what}; ${way}`, plain: `${what}, which webhooks may not reach here.` };
}

/** The present list is not repeated: keys that are bound to a tenant are shown this sentence too. */
function wayOut({ allow }: AddressPolicy, address: Address): string {
  const line = entryOf(address);
  return allow.length === 0
    ? `to allow it set POSTHORN_EGRESS_ALLOW=${line}`
    : `to allow it add ${line} to the list in POSTHORN_EGRESS_ALLOW`;
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
