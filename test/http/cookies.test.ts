import { describe, expect, test } from "bun:test";
import { portalCookie, portalToken } from "../../src/http/portal-cookie.ts";
import { RateLimit } from "../../src/http/rate-limit.ts";
import { isOurPage } from "../../src/http/same-origin.ts";
import { userCookie, userToken } from "../../src/http/user-cookie.ts";

const TOKEN = "a".repeat(43);

describe("the portal's cookie", () => {
  test.each([
    [null, false, "Path=/api/v1; Max-Age=60; HttpOnly; SameSite=Strict"],
    [null, true, "Path=/api/v1; Max-Age=60; HttpOnly; SameSite=Strict"],
    ["http://hooks.test/in", true, "Path=/in/api/v1; Max-Age=60; HttpOnly; SameSite=Strict"],
    ["https://hooks.test", false, "Path=/api/v1; Max-Age=60; HttpOnly; SameSite=Strict; Secure"],
    [
      "https://hooks.test/in/here",
      true,
      "Path=/in/here/api/v1; Max-Age=60; HttpOnly; SameSite=None; Secure; Partitioned",
    ],
  ])("under %p, framed %p", (baseUrl, framed, attributes) => {
    expect(portalCookie(TOKEN, 60, { baseUrl, framed })).toBe(`posthorn_portal=${TOKEN}; ${attributes}`);
  });

  test.each([
    [`posthorn_portal=${TOKEN}`, TOKEN],
    [`a=b; posthorn_portal=${TOKEN}; c=d`, TOKEN],
    [`xposthorn_portal=${TOKEN}`, undefined],
    [`posthorn_portal=${TOKEN}x`, undefined],
    ["posthorn_portal=", undefined],
    ["", undefined],
  ])("is found in %p", (cookie, token) => {
    expect(portalToken(new Request("http://localhost", { headers: { cookie } }))).toBe(token as never);
  });
});

describe("the cookie of a user", () => {
  test.each([
    [null, "Path=/api/v1; Max-Age=60; HttpOnly; SameSite=Strict"],
    ["http://hooks.test/in", "Path=/in/api/v1; Max-Age=60; HttpOnly; SameSite=Strict"],
    ["https://hooks.test/in/", "Path=/in/api/v1; Max-Age=60; HttpOnly; SameSite=Strict; Secure"],
  ])("under %p", (baseUrl, attributes) => {
    expect(userCookie(TOKEN, 60, baseUrl)).toBe(`posthorn_session=${TOKEN}; ${attributes}`);
  });

  test("is not the portal's", () => {
    const request = (cookie: string) => new Request("http://localhost", { headers: { cookie } });
    const both = request(`posthorn_portal=${"b".repeat(43)}; posthorn_session=${TOKEN}`);
    expect([userToken(both), portalToken(both)]).toEqual([TOKEN, "b".repeat(43)]);
    expect(userToken(request(`posthorn_portal=${TOKEN}`))).toBeUndefined();
  });
});

describe("a page of ours", () => {
  const asked = (method: string, headers: Record<string, string>, baseUrl: string | null = null) =>
    isOurPage(new Request("http://hooks.test:8080/api/v1/webhooks", { method, headers }), baseUrl);

  test.each([
    ["GET", {}, null, true],
    ["HEAD", { "sec-fetch-site": "cross-site" }, null, true],
    ["POST", {}, null, false],
    ["POST", { "sec-fetch-site": "same-origin" }, null, true],
    ["DELETE", { "sec-fetch-site": "same-site" }, null, false],
    ["PATCH", { "sec-fetch-site": "cross-site", origin: "http://hooks.test:8080" }, null, false],
    ["PUT", { "sec-fetch-site": "none" }, null, false],
    ["POST", { origin: "http://hooks.test:8080" }, null, true],
    ["POST", { origin: "https://hooks.test:8080" }, null, true],
    ["POST", { origin: "http://hooks.test" }, null, false],
    ["POST", { origin: "null" }, null, false],
    ["POST", { origin: "http://hooks.test:8080" }, "https://public.test/in", false],
    ["POST", { origin: "https://public.test" }, "https://public.test/in", true],
    ["POST", { origin: "https://public.test.evil.test" }, "https://public.test", false],
  ])("%s with %j under %p: %p", (method, headers, baseUrl, ours) => {
    expect(asked(method, headers as Record<string, string>, baseUrl)).toBe(ours);
  });
});

describe("a limit of calls", () => {
  test("is each caller's own, and ends with the stretch that the first call began", () => {
    const limit = new RateLimit(2, 60_000);
    expect([limit.take("a", 0), limit.take("a", 10_000), limit.take("a", 20_000)]).toEqual([0, 0, 40_000]);
    expect(limit.take("b", 20_000)).toBe(0);
    expect([limit.take("a", 59_999), limit.take("a", 60_000)]).toEqual([1, 0]);
  });

  test("remembers a bounded number of callers", () => {
    const limit = new RateLimit(1, 60_000);
    limit.take("first", 0);
    for (let caller = 0; caller < 10_000; caller++) limit.take(String(caller), 0);
    expect(limit.take("9999", 0)).toBe(60_000);
    expect(limit.take("first", 0)).toBe(0);
  });
});
