import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { IPV4_INSIDE } from "./ranges.ts";

export type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** A network: `text` is its canonical form, e.g. "10.0.0.0/8". */
export type Cidr = { text: string; network: Address; bits: number };

/**
 * Reads "10.0.0.0/8" or "fd00::/8"; a bare address is a network of one. Null when the text is neither, and for
 * networks inside ::ffff:0:0/96 and 64:ff9b::/96: those addresses are judged by the IPv4 inside, so name that.
 */
export function parseCidr(text: string): Cidr | null {
  const cidr = readCidr(text.trim());
  return cidr && !WRAPPERS.some((wrapper) => contains(wrapper, cidr.network)) ? cidr : null;
}

/** Reads a comma list; `faults` are the entries which are no network, empty entries are skipped. */
export function parseCidrList(text: string): { cidrs: Cidr[]; faults: string[] } {
  const entries = text.split(",").map((entry) => entry.trim());
  const read = entries.filter(Boolean).map((entry) => [entry, parseCidr(entry)] as const);
  return {
    cidrs: read.flatMap(([, cidr]) => cidr ?? []),
    faults: read.flatMap(([entry, cidr]) => (cidr ? [] : entry)),
  };
}

/** Whether the address lies in the network. */
export function contains(cidr: Cidr, address: Address): boolean {
  return address.kind() === cidr.network.kind() && address.match(cidr.network, cidr.bits);
}

/** The address which is really reached: without zone id, the IPv4 out of an IPv6 that wraps one. Null for anything else. */
export function parseAddress(text: string): Address | null {
  const bare = text.replace(/%.*$/, "");
  if (!isIP(bare)) return null;
  const address = ipaddr.parse(bare);
  return WRAPPERS.some((wrapper) => contains(wrapper, address))
    ? new ipaddr.IPv4(address.toByteArray().slice(12))
    : address;
}

/** Whose an address is, as far as that can be told: of IPv6 the /64, of which one customer has all. Anything else is left as it is. */
export function customerOf(address: string): string {
  const isV6 = parseAddress(address)?.kind() === "ipv6";
  return (isV6 && readCidr(`${address.replace(/%.*$/, "")}/64`)?.text) || address;
}

function readCidr(text: string): Cidr | null {
  const [, host = "", length] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const width = { 4: 32, 6: 128 }[isIP(host)];
  const bits = length === undefined ? width : Number(length);
  if (width === undefined || bits === undefined || bits > width) return null;
  const kind = width === 32 ? ipaddr.IPv4 : ipaddr.IPv6;
  const network = kind.networkAddressFromCIDR(`${host}/${bits}`);
  return { text: `${network}/${bits}`, network, bits };
}

const WRAPPERS = IPV4_INSIDE.flatMap((text) => readCidr(text) ?? []);
