/** A network in CIDR form and what its addresses are, as the end of "10.0.0.5 is ...". */
export type Range = readonly [cidr: string, what: string];

/** Tier A, which no setting opens. Source: README, "What it promises"; the networks: IANA's registries of special-purpose addresses. */
export const NEVER: readonly Range[] = [
  ["0.0.0.0/8", "an address of this machine itself"],
  ["::/128", "an address of this machine itself"],
  ["169.254.0.0/16", "a link-local address, where cloud metadata services answer"],
  ["fe80::/10", "a link-local address"],
  ["168.63.129.16/32", "the address of a cloud metadata service"],
  ["100.100.100.200/32", "the address of a cloud metadata service"],
  ["fd00:ec2::254/128", "the address of a cloud metadata service"],
  ["fd00:ec2::23/128", "the address of a cloud metadata service"],
  ["fd00:c1::a9fe:a9fe/128", "the address of a cloud metadata service"],
  ["fd00:42::42/128", "the address of a cloud metadata service"],
  ["fd20:ce::254/128", "the address of a cloud metadata service"],
  ["224.0.0.0/4", "a multicast address"],
  ["ff00::/8", "a multicast address"],
  ["255.255.255.255/32", "the broadcast address"],
  ["240.0.0.0/4", "a reserved address"],
];

/** Tier B: refused unless POSTHORN_EGRESS_ALLOW names them. The first match words the refusal, so the narrow come first. */
export const UNLESS_ALLOWED: readonly Range[] = [
  ["127.0.0.0/8", "a loopback address"],
  ["10.0.0.0/8", "a private address"],
  ["172.16.0.0/12", "a private address"],
  ["192.168.0.0/16", "a private address"],
  ["100.64.0.0/10", "a shared address of a carrier's network"],
  ["192.0.0.0/24", "an address kept for protocols"],
  ["192.0.2.0/24", "an address kept for documentation"],
  ["198.51.100.0/24", "an address kept for documentation"],
  ["203.0.113.0/24", "an address kept for documentation"],
  ["192.88.99.0/24", "an address of the former 6to4 relays"],
  ["198.18.0.0/15", "an address kept for benchmarks"],
  ["::1/128", "a loopback address"],
  ["fc00::/7", "a private address"],
  ["2001::/23", "an address kept for protocols"],
  ["2001:db8::/32", "an address kept for documentation"],
  ["2002::/16", "a 6to4 address"],
  ["3fff::/20", "an address kept for documentation"],
  // Everything outside 2000::/3, the only public part of IPv6.
  ["::/3", "not a public address"],
  ["4000::/2", "not a public address"],
  ["8000::/1", "not a public address"],
];

/** IPv6 networks whose last 32 bits are the IPv4 address that is really reached: mapped, and NAT64 (RFC 6052). */
export const IPV4_INSIDE: readonly string[] = ["::ffff:0:0/96", "64:ff9b::/96"];
