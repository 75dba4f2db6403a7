import { describe, expect, test } from "bun:test";
import { type Fault, parseProfile } from "../../src/wire/profile.ts";
import { builtinProfiles } from "../../src/wire/profiles/index.ts";
import { profileOf } from "./subject.ts";

const standard = profileOf("standard");

const faultsOf = (changes: Record<string, unknown>): Fault[] => {
  const result = parseProfile({ ...standard, ...changes });
  return result.ok ? [] : result.faults;
};
const pointersOf = (changes: Record<string, unknown>) => faultsOf(changes).map(({ pointer }) => pointer);

test("every built-in profile is a valid profile, as JSON too, under its own name", () => {
  for (const [name, profile] of builtinProfiles) {
    expect(parseProfile(profile)).toEqual({ ok: true, profile });
    expect(parseProfile(JSON.parse(JSON.stringify(profile))).ok).toBe(true);
    expect(profile.name).toBe(name);
  }
  expect([...builtinProfiles.keys()].sort().join(" ")).toBe(
    "aiq cloudevents github ordereazi organiko orisha orki shopify standard stripe",
  );
});

describe("parseProfile", () => {
  test("reports all faults together, each once", () => {
    const { retry, ...rest } = standard;
    const result = parseProfile({
      ...rest,
      retry: { ...retry, jitter: 2, delays_seconds: [1, -1] },
      headers: { "X-A": "{event.nope}" },
      timeout_seconds: 0,
      colour: "red",
      name: undefined,
    });
    const faults = result.ok ? [] : result.faults;
    expect(faults.map(({ pointer }) => pointer).sort()).toEqual([
      "/colour",
      "/headers/X-A",
      "/name",
      "/retry/delays_seconds/1",
      "/retry/jitter",
      "/timeout_seconds",
    ]);
  });

  test("speaks in plain words", () => {
    const { body: _, ...bodiless } = standard;
    const missing = parseProfile(bodiless);
    expect(missing).toEqual({ ok: false, faults: [{ pointer: "/body", detail: "is missing" }] });
    expect(faultsOf({ dates: "us" })).toEqual([
      { pointer: "/dates", detail: 'must be one of "iso", "sortable"' },
    ]);
    expect(faultsOf({ extra: 1 })).toEqual([{ pointer: "/extra", detail: "is not a field of a profile" }]);
    for (const broken of [null, [], "x", 1, undefined]) {
      expect(parseProfile(broken)).toEqual({
        ok: false,
        faults: [{ pointer: "", detail: "must be an object" }],
      });
    }
  });

  test("gives every fault of shape a sentence", () => {
    const hollow = Object.fromEntries(Object.keys(standard).map((key) => [key, Symbol("wrong")]));
    const nested = { retry: {}, secret: {}, limits: {}, disable: {}, signatures: [{}, 1] };
    for (const changes of [hollow, nested, { headers: { "X-A": 1, "X\n": 1 } }]) {
      for (const { detail } of faultsOf(changes)) expect(detail).not.toContain("undefined");
    }
    expect(faultsOf(hollow)).toHaveLength(Object.keys(standard).length);
  });

  test("points into the headers by RFC 6901", () => {
    expect(pointersOf({ headers: { "a/b~": "x" } })).toEqual(["/headers/a~1b~0"]);
  });

  test.each([
    "",
    "X Y",
    "X:",
    "é",
    "X\n",
    "__proto__ ",
    "host",
    "Content-Type",
    "USER-AGENT",
    "proxy-anything",
    "te",
    "expect",
  ])("refuses the header name %j", (name) => {
    expect(pointersOf({ headers: JSON.parse(`{${JSON.stringify(name)}:"x"}`) })).toHaveLength(1);
  });

  test.each([
    "",
    "a\r\nX: b",
    "a\0",
    "日本",
    "{event.nope}",
    "{constructor}",
    "{}",
    "{event.id",
    "event.id}",
    " x",
  ])("refuses the header value %j", (value) => {
    expect(pointersOf({ headers: { "X-A": value } })).toEqual(["/headers/X-A"]);
  });

  test("accepts static text around several placeholders", () => {
    expect(faultsOf({ headers: { "X-A": "v1; {event.id} {attempt.number}" } })).toEqual([]);
  });

  test("refuses a header that is written twice, in any case", () => {
    expect(pointersOf({ headers: { "X-A": "1", "x-a": "2" } })).toEqual(["/headers/x-a"]);
    expect(pointersOf({ headers: { "Webhook-Id": "{event.id}" } })).toEqual(["/signatures/0"]);
    const hub = { scheme: "hub-sha256", header: "X-Sig" };
    expect(pointersOf({ signatures: [hub, { scheme: "stripe", header: "x-sig" }] })).toEqual([
      "/signatures/1",
    ]);
  });

  test("wants a signature's header exactly where the scheme leaves it open", () => {
    expect(pointersOf({ signatures: [{ scheme: "stripe" }] })).toEqual(["/signatures/0/header"]);
    expect(pointersOf({ signatures: [{ scheme: "standard", header: "X-Sig" }] })).toEqual([
      "/signatures/0/header",
    ]);
    expect(pointersOf({ signatures: [{ scheme: "stripe", header: "Host" }] })).toEqual([
      "/signatures/0/header",
    ]);
    expect(pointersOf({ signatures: [{ scheme: "md5", header: "X" }] })).toEqual(["/signatures/0/scheme"]);
  });

  test("lets no profile send out a private key", () => {
    const signatures = [{ scheme: "standard-ed25519" }];
    expect(faultsOf({ signatures })).toEqual([]);
    expect(pointersOf({ signatures, headers: { "X-Secret": "{webhook.secret}" } })).toEqual([
      "/signatures/0",
    ]);
    expect(pointersOf({ signatures, verification: "hub-challenge" })).toEqual(["/signatures/0"]);
  });

  test.each([[[]], [[99]], [[101]], [[600]], [[200, 302]], [[200.5]], ["3xx"], [200], [null], [["200"]]])(
    "refuses the success rule %j",
    (success) => {
      expect(pointersOf({ success })).toHaveLength(1);
    },
  );

  test("bounds the numbers", () => {
    const retry = (changes: object) => ({ retry: { ...standard.retry, ...changes } });
    expect(faultsOf(retry({ delays_seconds: [], jitter: 0 }))).toEqual([]);
    expect(faultsOf(retry({ delays_seconds: [0, 0.5, 1e7], jitter: 1 }))).toEqual([]);
    expect(pointersOf(retry({ delays_seconds: [1e7 + 1] }))).toEqual(["/retry/delays_seconds/0"]);
    expect(pointersOf(retry({ delays_seconds: Array(101).fill(1) }))).toEqual(["/retry/delays_seconds"]);
    expect(pointersOf(retry({ jitter: Number.NaN }))).toEqual(["/retry/jitter"]);
    expect(pointersOf({ timeout_seconds: 301 })).toEqual(["/timeout_seconds"]);
    expect(faultsOf({ timeout_seconds: 0.5 })).toEqual([]);
    expect(pointersOf({ limits: { webhooks_per_tenant: 0 } })).toEqual(["/limits/webhooks_per_tenant"]);
  });

  test.each([
    "application/x-www-form-urlencoded",
    "Application/X-WWW-Form-Urlencoded; charset=utf-8",
    "multipart/form-data; boundary=x",
  ])("refuses the content type %s, as no body is a form", (content_type) => {
    expect(faultsOf({ content_type })).toEqual([
      { pointer: "/content_type", detail: "cannot be a form: bodies are JSON" },
    ]);
  });

  test.each(["json", "a/b\r\nX: y", "a/b; c", "/", 'a/b; c="'])(
    "refuses the content type %j",
    (content_type) => {
      expect(pointersOf({ content_type })).toEqual(["/content_type"]);
    },
  );

  test("holds CloudEvents to RFC 3339 times", () => {
    expect(pointersOf({ body: "cloudevents", dates: "sortable" })).toEqual(["/dates"]);
  });
});
