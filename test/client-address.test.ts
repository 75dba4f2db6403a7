import { expect, test } from "bun:test";
import { clientAddressBehind } from "../src/client-address.ts";

const PROXIES = ["10.0.0.0/8", "fd00::/8", "127.0.0.1/32"];

const seen = (socket: string | null, forwarded: string | null, trusted: readonly string[] = PROXIES) => {
  const headers = new Headers(forwarded === null ? {} : { "x-forwarded-for": forwarded });
  return clientAddressBehind(trusted)(new Request("http://localhost/", { headers }), socket);
};

test.each([
  ["nobody is trusted", "10.0.0.1", "198.51.100.7", [], "10.0.0.1"],
  ["the connection is not a proxy's", "203.0.113.9", "198.51.100.7", PROXIES, "203.0.113.9"],
  ["the connection is a proxy's", "10.0.0.1", "198.51.100.7", PROXIES, "198.51.100.7"],
  [
    "the client invents hops of its own",
    "10.0.0.1",
    "1.1.1.1, 10.0.0.9, 198.51.100.7",
    PROXIES,
    "198.51.100.7",
  ],
  ["several proxies stand in line", "10.0.0.1", "198.51.100.7, fd00::5, 10.1.1.1", PROXIES, "198.51.100.7"],
  ["everybody is a proxy", "10.0.0.1", "10.0.0.3,10.0.0.2", PROXIES, "10.0.0.3"],
  ["a hop is IPv6", "10.0.0.1", "2001:DB8:0::1", PROXIES, "2001:db8::1"],
  ["a hop is an IPv4 inside an IPv6", "::ffff:10.0.0.1", "::ffff:198.51.100.7", PROXIES, "198.51.100.7"],
  ["hops have ports", "::1", "198.51.100.7:5123, [fd00::1]:80", ["::1/128", "fd00::/8"], "198.51.100.7"],
  ["a hop has brackets", "10.0.0.1", "[2001:db8::1]", PROXIES, "2001:db8::1"],
  ["the last hop is junk", "10.0.0.1", "198.51.100.7, unknown", PROXIES, "10.0.0.1"],
  ["there is only junk", "10.0.0.1", ",,<script>, 999.1.1.1,", PROXIES, "10.0.0.1"],
  ["the header is empty", "10.0.0.1", "", PROXIES, "10.0.0.1"],
  ["there is no header", "127.0.0.1", null, PROXIES, "127.0.0.1"],
])("when %s: %s with %j behind %j is %s", (_, socket, forwarded, trusted, address) => {
  expect(seen(socket, forwarded, trusted)).toBe(address);
});

test("where the connection's address is not known, nothing that a request says is believed", () => {
  expect(seen(null, "198.51.100.7")).toBeNull();
});
