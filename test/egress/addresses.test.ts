import { describe, expect, test } from "bun:test";
import { networkInterfaces } from "node:os";
import fc from "fast-check";
import { judgeAddress, openingLine, parseCidr, parseCidrList } from "../../src/egress/addresses.ts";
import { NEVER, UNLESS_ALLOWED } from "../../src/egress/ranges.ts";
import { policyOf } from "./helpers.ts";

const EVERYTHING = policyOf("0.0.0.0/0,::/0");
const NOTHING = policyOf("");

/** First and last address of each tier's networks that are listed. */
const TIER_A = [
  ["0.0.0.0", "0.255.255.255"],
  ["169.254.0.0", "169.254.169.254", "169.254.255.255"],
  ["fe80::", "fe80::1%eth0", "febf:ffff::1"],
  ["168.63.129.16", "100.100.100.200", "fd00:ec2::254", "fd20:ce::254"],
  ["fd00:ec2::23", "fd00:c1::a9fe:a9fe", "fd00:42::42"],
  ["224.0.0.1", "239.255.255.255", "ff02::1"],
  ["240.0.0.0", "255.255.255.254", "255.255.255.255"],
  ["::", "::ffff:169.254.169.254", "64:ff9b::169.254.169.254", "::ffff:a9fe:a9fe"],
].flat();

const TIER_B = [
  ["10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.0", "192.168.255.255"],
  ["127.0.0.1", "127.255.255.255", "::1", "100.64.0.0", "100.127.255.255", "192.0.0.0", "192.0.0.255"],
  ["192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "198.18.0.0", "198.19.255.255"],
  ["fc00::1", "fd12:3456::1", "fec0::1", "::2", "1fff::1", "4000::1", "8000::1", "64:ff9b:1::1"],
  ["2001::1", "2001:1ff::1", "2001:db8::1", "2002::1", "3fff::1", "3fff:fff::1"],
  ["::ffff:10.0.0.1", "::ffff:7f00:1", "64:ff9b::192.168.1.1"],
].flat();

const TIER_C = [
  ["1.1.1.1", "9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0"],
  [
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.1",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
  ],
  ["2001:200::1", "2606:4700::1111", "2003::1", "3ffe::1", "2000::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"],
].flat();

describe("the tiers", () => {
  test.each(TIER_A)("%s is never reached, whatever is allowed", (address) => {
    const judged = judgeAddress(EVERYTHING, address, 443);
    const reason = expect.stringContaining("no setting opens it");
    expect(judged).toEqual({ allowed: false, reason, plain: expect.any(String) });
  });

  test.each(TIER_B)("%s is refused until POSTHORN_EGRESS_ALLOW names it", (address) => {
    const judged = judgeAddress(NOTHING, address, 443);
    expect(judged).toEqual({
      allowed: false,
      reason: expect.stringMatching(/set POSTHORN_EGRESS_ALLOW=\S+$/),
      plain: expect.any(String),
    });
    expect(judgeAddress(EVERYTHING, address, 443)).toEqual({ allowed: true, tier: "B" });
  });

  test.each(TIER_B)("the line that the refusal of %s offers opens it", (address) => {
    const judged = judgeAddress(NOTHING, address, 443);
    const line = judged.allowed ? "" : (judged.reason.split("POSTHORN_EGRESS_ALLOW=")[1] ?? "");
    expect(judgeAddress(policyOf(line), address, 443)).toEqual({ allowed: true, tier: "B" });
  });

  test.each(TIER_C)("%s is public", (address) => {
    expect(judgeAddress(NOTHING, address, 443)).toEqual({ allowed: true, tier: "C" });
  });

  test("every network of the tables can be read", () => {
    for (const [cidr] of [...NEVER, ...UNLESS_ALLOWED]) expect(parseCidr(cidr)?.text).toBe(cidr);
  });
});

describe("a refusal", () => {
  const refusal = (policy: typeof NOTHING, address: string, port = 443) => {
    const judged = judgeAddress(policy, address, port);
    return judged.allowed ? null : judged.reason;
  };

  test("names the address, what it is, the setting and the line", () => {
    expect(refusal(NOTHING, "10.0.0.5")).toBe(
      "10.0.0.5 is a private address (10.0.0.0/8); to allow it set POSTHORN_EGRESS_ALLOW=10.0.0.5/32",
    );
    expect(refusal(NOTHING, "fd12::5")).toBe(
      "fd12::5 is a private address (fc00::/7); to allow it set POSTHORN_EGRESS_ALLOW=fd12::5/128",
    );
  });

  const opening = (policy: typeof NOTHING, address: string, now = policy) => {
    const judged = judgeAddress(policy, address, 443);
    return openingLine(now, judged.allowed ? "" : judged.plain, 443);
  };

  test.each(TIER_B)("of %s in plain words is enough to find the line that opens it", (address) => {
    const line = opening(NOTHING, address) ?? "";
    expect(line).toMatch(/^POSTHORN_EGRESS_ALLOW=\S+$/);
    const opened = policyOf(line.slice("POSTHORN_EGRESS_ALLOW=".length));
    expect(judgeAddress(opened, address, 443)).toEqual({ allowed: true, tier: "B" });
  });

  test("is opened by the present list with the address added, once, and behind a name too", () => {
    const policy = policyOf("192.168.7.0/24");
    const line = "POSTHORN_EGRESS_ALLOW=192.168.7.0/24,10.0.0.5/32";
    expect(opening(policy, "10.0.0.5")).toBe(line);
    const plain = "hooks.example.com resolves to 10.0.0.5; 10.0.0.5 is a private address (10.0.0.0/8), ...";
    expect(openingLine(policy, plain, 443)).toBe(line);
    expect(opening(NOTHING, "10.0.0.5", policyOf("10.0.0.0/8"))).toBeNull();
  });

  test.each(["169.254.169.254", "8.8.8.8"])("of %s has no line that opens it", (address) => {
    expect(opening(policyOf("", "8.8.8.8"), address)).toBeNull();
    expect(openingLine(NOTHING, "The header Host cannot be set: it names the vetted host.", 443)).toBeNull();
  });

  test("does not tell which networks are allowed already", () => {
    expect(refusal(policyOf("192.168.7.0/24"), "10.0.0.5")).toBe(
      "10.0.0.5 is a private address (10.0.0.0/8); to allow it add 10.0.0.5/32 to the list in POSTHORN_EGRESS_ALLOW",
    );
  });

  test.each([
    ["10.0.0.5", "10.0.0.5 is a private address (10.0.0.0/8), which webhooks may not reach here."],
    [
      "169.254.169.254",
      "169.254.169.254 is a link-local address, where cloud metadata services answer (169.254.0.0/16), which webhooks may not reach here.",
    ],
    ["8.8.8.8", "8.8.8.8 is an address that webhooks may not reach here."],
  ])("of %s in plain words names no setting", (address, plain) => {
    const judged = judgeAddress(policyOf("192.168.7.0/24", "8.8.8.8"), address, 443);
    expect(judged).toMatchObject({ allowed: false, plain });
    if (!judged.allowed) expect(judged.plain).not.toMatch(/POSTHORN|setting/);
  });

  test("shows the IPv4 address inside an IPv6 address", () => {
    expect(refusal(NOTHING, "::ffff:a00:5")).toStartWith(
      "::ffff:a00:5 (that is 10.0.0.5) is a private address",
    );
  });

  test("by POSTHORN_EGRESS_DENY beats what is allowed and what is public", () => {
    const policy = policyOf("10.0.0.0/8", "10.1.0.0/16,8.8.8.8,2606:4700::/32");
    expect(refusal(policy, "10.1.2.3")).toBe("10.1.2.3 is refused by 10.1.0.0/16 in POSTHORN_EGRESS_DENY.");
    expect(refusal(policy, "64:ff9b::8.8.8.8")).toContain("8.8.8.8/32 in POSTHORN_EGRESS_DENY");
    expect(refusal(policy, "2606:4700::1")).toContain("POSTHORN_EGRESS_DENY");
    expect(refusal(policy, "10.2.0.1")).toBeNull();
  });

  test.each([
    "",
    "hooks.example",
    "1.2",
    "0177.0.0.1",
    "0x7f.1",
    "2130706433",
    "10.0.0.1 ",
    "[::1]",
    "1.2.3.4/32",
  ])("meets %p, which is no address", (text) =>
    expect(refusal(EVERYTHING, text)).toContain("is not an IP address"),
  );
});

describe("Posthorn's own address", () => {
  const own = (address: string) => policyOf("0.0.0.0/0,::/0", "", [{ address, port: 8080 }]);

  test.each([
    ["127.0.0.1", "127.0.0.1"],
    ["127.0.0.1", "::ffff:127.0.0.1"],
    ["::1", "::1"],
    ["203.0.113.9", "203.0.113.9"],
    ["0.0.0.0", "127.0.0.1"],
    ["0.0.0.0", "127.9.9.9"],
    ["::", "127.0.0.1"],
    ["::", "::1"],
  ])("%s is not reached by %s at its port", (listening, address) => {
    const judged = judgeAddress(own(listening), address, 8080);
    const reason = expect.stringContaining("own address");
    expect(judged).toEqual({ allowed: false, reason, plain: expect.any(String) });
    expect(judgeAddress(own(listening), address, 8081).allowed).toBe(true);
  });

  test("is every address of this machine when it listens on all", () => {
    const local = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
    for (const { address } of local) expect(judgeAddress(own("0.0.0.0"), address, 8080).allowed).toBe(false);
    expect(judgeAddress(own("0.0.0.0"), "203.0.113.9", 8080).allowed).toBe(true);
  });
});

describe("a comma list of networks", () => {
  test("takes networks and bare addresses, in canonical form", () => {
    const { cidrs, faults } = parseCidrList(" 10.0.0.5/8, 192.168.1.1 ,, fd00::1/8,2001:DB8::1,");
    expect(cidrs.map(({ text }) => text)).toEqual([
      "10.0.0.0/8",
      "192.168.1.1/32",
      "fd00::/8",
      "2001:db8::1/128",
    ]);
    expect(faults).toEqual([]);
  });

  test("names the entries which are none", () => {
    const bad = [
      "10/8",
      "010.0.0.1",
      "10.0.0.0/33",
      "::/129",
      "10.0.0.0/",
      "10.0.0.0/-1",
      "example.com",
      "fe80::1%eth0",
    ];
    const wrapped = ["::ffff:10.0.0.0/104", "64:ff9b::/96"];
    expect(parseCidrList([...bad, ...wrapped].join(","))).toEqual({
      cidrs: [],
      faults: [...bad, ...wrapped],
    });
  });
});

test("an IPv4 address is judged the same in every IPv6 wrapping", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.constantFrom("::ffff:", "64:ff9b::"), (address, wrapper) => {
      const judged = judgeAddress(NOTHING, address, 443);
      expect(judgeAddress(NOTHING, wrapper + address, 443).allowed).toBe(judged.allowed);
    }),
  );
});
