import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { forbiddenHeader, headerValueFault } from "../../src/wire/headers.ts";
import { maskHeaders, render } from "../../src/wire/render.ts";
import { profileOf, STANDARD_SECRET, type SubjectOverrides, subjectWith } from "./subject.ts";

const standard = profileOf("standard");
const orisha = profileOf("orisha");

const headersFor = (name: string, overrides: SubjectOverrides = {}) =>
  render(profileOf(name), subjectWith(overrides), "Posthorn/1").headers;

describe("the seeds' headers", () => {
  const full: SubjectOverrides = {
    event: { actor: "user-9" },
    tenantId: "adm-3",
    webhook: { appUser: "app-7", secrets: ["new", "old"] },
  };

  test("Organiko and AIQ send JSON signed as Standard Webhooks", () => {
    for (const name of ["organiko", "aiq"]) {
      expect(headersFor(name)).toEqual([
        ["Content-Type", "application/json"],
        ["User-Agent", "Posthorn/1"],
        ["webhook-id", "evt_1"],
        ["webhook-timestamp", "1614265330"],
        ["webhook-signature", expect.stringMatching(/^v1,.{44}$/)],
      ]);
    }
  });

  test("Orisha sends its five headers, and no X-TriggeredBy-Id without a user", () => {
    const expected: [string, string][] = [
      ["Content-Type", "application/json"],
      ["User-Agent", "Posthorn/1"],
      ["X-Event-Id", "evt_1"],
      ["X-Event-Type", "order.created"],
      ["X-Secret", "new"],
      ["X-Administration-Code", "adm-3"],
      ["X-TriggeredBy-Id", "user-9"],
    ];
    expect(headersFor("orisha", full)).toEqual(expected);
    expect(headersFor("orisha", { ...full, event: { actor: null } })).toEqual(expected.slice(0, -1));
    expect(headersFor("orisha", { ...full, event: { actor: "" } })).toEqual(expected.slice(0, -1));
  });

  test("OrderEazi names the delivery, and the user only of an installed app", () => {
    const expected: [string, string][] = [
      ["Content-Type", "application/json; charset=utf-8"],
      ["User-Agent", "Posthorn/1"],
      ["X-OE-Webhook-Id", "dlv_1"],
      ["X-OrderEazi-UserId", "app-7"],
    ];
    expect(headersFor("ordereazi", full)).toEqual(expected);
    expect(headersFor("ordereazi")).toEqual(expected.slice(0, -1));
  });

  test("OrderEazi sends the data with sortable dates", () => {
    const data = '{"Created":"2024-01-15T10:30:00.000Z","Total":1.50}';
    const { body } = render(profileOf("ordereazi"), subjectWith({ event: { data } }), "Posthorn/1");
    expect(body).toBe('{"Created":"2024-01-15T10:30:00","Total":1.50}');
  });

  test("Orki signs the body with the verify token", () => {
    const names = headersFor("orki", full).map(([name]) => name);
    expect(names).toEqual(["Content-Type", "User-Agent", "X-Hub-Signature-256"]);
  });
});

describe("render", () => {
  test("signs the very body it sends", () => {
    const subject = subjectWith({ event: { data: "[1.50]" }, webhook: { secrets: ["s"] } });
    const { headers, body } = render(profileOf("github"), subject, "Posthorn/1");
    const expected = new Bun.CryptoHasher("sha256", "s").update(body).digest("hex");
    expect(body).toBe("[1.50]");
    expect(headers).toContainEqual(["X-Hub-Signature-256", `sha256=${expected}`]);
  });

  test("adds the webhook's own headers last and lets them override nothing", () => {
    const headers = {
      Authorization: "Bearer x",
      "WEBHOOK-ID": "forged",
      "user-agent": "me",
      "x-event-id": "forged",
    };
    const profile = { ...orisha, signatures: standard.signatures };
    const sent = render(profile, subjectWith({ webhook: { headers } }), "Posthorn/1").headers;
    expect(sent.at(-1)).toEqual(["Authorization", "Bearer x"]);
    expect(new Set(sent.map(([name]) => name.toLowerCase())).size).toBe(sent.length);
    expect(JSON.stringify(sent)).not.toContain("forged");
  });

  test("a webhook cannot fill in a header that its profile left out", () => {
    const own = { webhook: { headers: { "X-TriggeredBy-Id": "forged" } } };
    expect(JSON.stringify(headersFor("orisha", own))).not.toContain("forged");
  });

  test("fills every placeholder", () => {
    const template =
      "{event.id} {event.type} {event.created} {event.channel} {event.actor} {tenant.id} {webhook.id} " +
      "{webhook.secret} {webhook.app_user} {delivery.id} {attempt.number} {attempt.timestamp}";
    const profile = { ...standard, signatures: [], headers: { "X-All": template } };
    const subject = subjectWith({
      event: { channel: "c", actor: "$&" },
      webhook: { appUser: "u", secrets: ["s"] },
      attempt: { number: 2, timestamp: 1700000000_999 },
    });
    expect(render(profile, subject, "P").headers[2]).toEqual([
      "X-All",
      "evt_1 order.created 2024-01-15T10:30:00.000Z c $& default wh_1 s u dlv_1 2 1700000000",
    ]);
  });

  test("percent-encodes what a header cannot carry and leaves the rest alone", () => {
    const actorHeader = (actor: string) => headersFor("orisha", { event: { actor } }).at(-1)?.[1];
    expect(actorHeader("a\r\nX-Admin: 1")).toBe("a%0D%0AX-Admin: 1");
    expect(actorHeader("日本 é 100%")).toBe("%E6%97%A5%E6%9C%AC é 100%");
    expect(actorHeader("{event.id}")).toBe("{event.id}");
    expect(actorHeader(" a ")).toBe("%20a%20");
    expect(actorHeader("\ud800")).toBe("%EF%BF%BD");
  });

  test("whatever the actor, the header can be sent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (actor) => {
        const [name, value] = headersFor("orisha", { event: { actor } }).at(-1) ?? [];
        expect(name).toBe("X-TriggeredBy-Id");
        expect(headerValueFault(value ?? "")).toBeNull();
      }),
    );
  });
});

describe("a webhook's own headers", () => {
  test.each([
    ["Authorization", null],
    ["X-Api-Key", null],
    ["webhook-signature", "carries the profile's signature"],
    ["Webhook-Id", "carries the profile's signature"],
    ["WEBHOOK-TIMESTAMP", "carries the profile's signature"],
    ["x-secret", "is written by the profile"],
    ["Host", expect.stringContaining("reserved")],
    ["Proxy-Authorization", expect.stringContaining("reserved")],
    ["Content-Length", expect.stringContaining("reserved")],
    ["X Y", expect.stringContaining("not a header name")],
    ["", expect.stringContaining("not a header name")],
  ])("the name %j: %p", (name, reason) => {
    expect(forbiddenHeader({ ...orisha, signatures: standard.signatures }, name)).toEqual(reason);
  });

  test("may bear the standard's names where the profile does not use them", () => {
    expect(forbiddenHeader(orisha, "webhook-id")).toBeNull();
    expect(forbiddenHeader(profileOf("orki"), "x-hub-signature-256")).not.toBeNull();
  });

  test("have values that can be sent", () => {
    for (const good of ["x", "Bearer a.b-c", "é", "a\tb"]) expect(headerValueFault(good)).toBeNull();
    for (const bad of ["", "a\r\nb", "a\nb", "a\0b", "日", " a", "a\t", "x".repeat(4097), "\x7f", "\x80"]) {
      expect(headerValueFault(bad)).not.toBeNull();
    }
  });
});

describe("maskHeaders", () => {
  const masked = (headers: [string, string][], secrets = [STANDARD_SECRET]) =>
    maskHeaders(orisha, headers, secrets);

  test("hides the secret that a template sends, beyond its first 4 characters", () => {
    expect(masked([["X-Secret", STANDARD_SECRET]])).toEqual([["X-Secret", "whse••••"]]);
    expect(masked([["x-secret", "12345678"]])).toEqual([["x-secret", "••••"]]);
  });

  test("hides a live secret wherever it stands, a short one wholly", () => {
    expect(masked([["X-Other", `a ${STANDARD_SECRET}`]])).toEqual([["X-Other", "a wh••••"]]);
    expect(masked([["X-Other", "a b2345678"]], ["b2345678"])).toEqual([["X-Other", "••••"]]);
    expect(masked([["X-Other", "plain"]], [""])).toEqual([["X-Other", "plain"]]);
  });

  test("hides the webhook's own credentials and nothing else", () => {
    for (const name of ["Authorization", "cookie", "X-Access-Token", "Client-Secret", "X-Api-Key"]) {
      expect(masked([[name, "Bearer abcdef"]])).toEqual([[name, "Bear••••"]]);
    }
    const plain: [string, string][] = [
      ["X-Event-Id", "evt_1"],
      ["webhook-signature", "v1,abc"],
      ["Content-Type", "a/b"],
    ];
    expect(masked(plain)).toEqual(plain);
  });

  test("shows the profile's own headers, whatever they are called", () => {
    const profile = {
      headers: { "X-Key-Id": "{webhook.id}" },
      signatures: [{ scheme: "hub-sha256" as const, header: "X-Auth-Signature" }],
    };
    const headers: [string, string][] = [
      ["X-Key-Id", "wh_1"],
      ["X-Auth-Signature", "sha256=00"],
    ];
    expect(maskHeaders(profile, headers, ["s3cret"])).toEqual(headers);
  });
});
