import { contains, parseAddress, parseCidrList } from "./egress/cidr.ts";
import type { ClientAddress } from "./http/auth.ts";

/**
 * Walks from the connection towards the client through X-Forwarded-For, from its right end, as long as the hop is one of
 * `trusted` (CIDRs): what stands left of the first stranger is only what that stranger says. It ends before junk too.
 */
export function clientAddressBehind(trusted: readonly string[]): ClientAddress {
  const { cidrs } = parseCidrList(trusted.join(","));
  const isTrusted = (hop: string) => {
    const address = parseAddress(hop);
    return address !== null && cidrs.some((cidr) => contains(cidr, address));
  };
  return ({ headers }, socket) => {
    let address = socket && canonical(socket);
    const hops = (headers.get("x-forwarded-for") ?? "").split(",");
    while (address && isTrusted(address)) {
      const hop = canonical(withoutPort(hops.pop()?.trim() ?? ""));
      if (hop === null) break;
      address = hop;
    }
    return address;
  };
}

/** One spelling for each address: an IPv4 inside an IPv6 by itself. Null for what is no address. */
const canonical = (text: string) => parseAddress(text)?.toString() ?? null;

/** Some proxies write `192.0.2.1:4711` and `[2001:db8::1]:4711`. */
const withoutPort = (hop: string) =>
  /^\[([^\]]*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
