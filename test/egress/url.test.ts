import { describe, expect, test } from "bun:test";
import { urlFault } from "../../src/egress/url.ts";
import { LOOPBACK, policyOf } from "./helpers.ts";

const STRICT = policyOf("");
const fault = (url: string, policy = STRICT, requireHttps = false) => urlFault(url, { requireHttps }, policy);

test.each([
  "https://hooks.example/in?x=1&y=%20",
  "https://hooks.example.:8443/",
  "https://bücher.example/",
  "https://1.1.1.1/",
  "https://[2606:4700::1111]:444/",
  "http://a_b.example/",
])("%s is taken", (url) => {
  expect(fault(url)).toBeNull();
});

test.each([
  ["", "not a URL"],
  ["hooks.example/in", "not a URL"],
  ["https://", "not a URL"],
  ["https://1.2.3.4.5/", "not a URL"],
  ["https://h:99999/", "not a URL"],
  ["https://[fe80::1%25eth0]/", "not a URL"],
  ["ftp://hooks.example/", "https://"],
  ["file:///etc/passwd", "https://"],
  ["javascript:alert(1)", "https://"],
  ["https://user:secret@hooks.example/", "user name"],
  ["https://user@hooks.example/", "user name"],
  ["https://hooks.example/#top", "fragment"],
  ["https://hooks.example/#", "fragment"],
  ["https://hooks.exa\nmple/", "space or a control"],
  [" https://hooks.example/", "space or a control"],
  ["https://hooks.example/a b", "space or a control"],
  [`https://hooks.example/${"x".repeat(2048)}`, "longer than 2048"],
])("%p is invalid_url", (url, because) => {
  expect(fault(url)).toEqual({ code: "invalid_url", detail: expect.stringContaining(because) });
});

test.each([
  ["http:///hooks.example/in", "http://hooks.example/in"],
  ["http:////hooks.example/in", "http://hooks.example/in"],
  ["http:hooks.example", "http://hooks.example/"],
  ["http:/hooks.example", "http://hooks.example/"],
  ["https:\\\\hooks.example\\in", "https://hooks.example/in"],
  ["https://hooks%2eexample/", "https://hooks.example/"],
  ["https://b%C3%BCcher.example/", "https://xn--bcher-kva.example/"],
  ["https://0x1010101/", "https://1.1.1.1/"],
  ["https://1.1.257/", "https://1.1.1.1/"],
  ["https://１.1.1.1/", "https://1.1.1.1/"],
  ["http://0x7f.1:8123/", "http://127.0.0.1:8123/"],
])("%p is refused, as it means another", (url, meant) => {
  const { host } = new URL(meant);
  const detail = `The URL's host means ${host}: write ${meant}`;
  expect(fault(url, LOOPBACK)).toEqual({ code: "invalid_url", detail });
  expect(fault(meant, LOOPBACK)).toBeNull();
});

test.each([
  "HTTPS://Hooks.Example/",
  "https://hooks.example:443/",
  "https://BÜCHER.example/",
  "https://xn--bcher-kva.example",
])("%s is taken, as it is the same up to case, port and letters", (url) => expect(fault(url)).toBeNull());

test("http is refused where https is required, and only there", () => {
  expect(fault("http://hooks.example/", STRICT, true)?.code).toBe("https_required");
  expect(fault("https://hooks.example/", STRICT, true)).toBeNull();
});

test.each([0, 1, 22, 25, 53, 139, 587, 6000, 6667, 10080])(
  "port %d, which browsers refuse, is refused",
  (port) => {
    expect(fault(`https://hooks.example:${port}/`)).toEqual({
      code: "url_not_allowed",
      detail: expect.stringContaining(`Port ${port}`),
    });
  },
);

/** Spellings of this machine. */
const LOOPBACK_SPELLINGS = [
  ["127.0.0.1", "0x7f.1", "2130706433", "0177.0.0.1", "127.1", "127.0.0.1.", "127。0。0。1", "①②⑦.0.0.1"],
  [
    "%31%32%37.0.0.1",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
  ],
  ["localhost", "localhost.", "LOCALHOST", "app.localhost", "a.b.LocalHost."],
].flat();

describe("loopback", () => {
  test.each(LOOPBACK_SPELLINGS)("is seen in http://%s/", (host) => {
    expect(fault(`http://${host}:8123/`)).toEqual({
      code: "url_not_allowed",
      detail: expect.stringContaining("is a loopback address"),
      plain: expect.stringContaining("is a loopback address"),
    });
  });

  test.each([
    "127.0.0.1",
    "127.0.0.1.",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "localhost",
    "LOCALHOST",
    "a.b.LocalHost.",
  ])("is taken as http://%s/ where it is allowed", (host) =>
    expect(fault(`http://${host}:8123/`, LOOPBACK)).toBeNull(),
  );

  test("is not seen in names that only look like it", () => {
    for (const host of ["notlocalhost", "localhost.example", "127.0.0.1.example"]) {
      expect(fault(`http://${host}/`)).toBeNull();
    }
  });
});

test.each(["http://0/", "http://0x/", "http://169.254.169.254/latest", "http://[fe80::1]/", "http://[::]/"])(
  "%s is refused whatever is allowed",
  (url) => {
    expect(fault(url, policyOf("0.0.0.0/0,::/0"))?.detail).toContain("no setting opens it");
  },
);

test("Posthorn's own address is refused by name and by number", () => {
  const policy = policyOf("127.0.0.0/8,::1", "", [{ address: "0.0.0.0", port: 8123 }]);
  for (const host of ["127.0.0.1", "localhost", "[::1]"]) {
    expect(fault(`http://${host}:8123/`, policy)?.detail).toContain("own address");
    expect(fault(`http://${host}:8124/`, policy)).toBeNull();
  }
});
