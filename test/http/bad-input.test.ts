import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { counts, expectProblem } from "../support/api.ts";
import { publish, registerWebhook } from "../support/factories.ts";
import { ROOT_KEY, startNode, type TestNode } from "../support/node.ts";

const URL = "http://127.0.0.1:4/hook";
let node: TestNode;
let webhook: string;

beforeAll(async () => {
  node = await startNode();
  webhook = (await registerWebhook(node, URL, { status: "paused" })).id;
  await publish(node, { id: "known" });
});
afterAll(() => node.stop());

const event = (fields: object) => ({ type: "a.b", data: 1, ...fields });
const hook = (fields: object) => ({ url: URL, event_types: ["*"], ...fields });
const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const deepPointer = `/data${"/0".repeat(63)}`;

type Row = [what: string, method: string, path: string, body: unknown, pointer: string, words: RegExp];

const type = /^must be a dotted name such as order\.created/;
const date = /^must be an RFC 3339 date-time such as 2024-01-15T10:30:00Z/;
const pattern = /^must be an event type, a pattern such as order\.\*, or \*$/;
const patterns = /^must be a list of 1 to 500 different patterns$/;
const url = /^must be a URL of 1 to 2048 characters$/;
const unknown = /^is not a field here$/;
const required = /^is required$/;
const anObject = /^must be an object$/;
const page = /^must be a whole number from 1 to 250$/;
const cursor = /^is not a next_cursor of this list$/;
const secret = /^must be whsec_ and the base64 of 24 to 64 bytes$/;
const reserved = /is reserved: Posthorn or the connection itself writes it$/;
const unsendable = /^holds a line break, another control character or one outside Latin-1$/;

const events: Row[] = [
  ["no body", "POST", "/events", undefined, "", anObject],
  ["an empty body", "POST", "/events", "", "", anObject],
  ["null", "POST", "/events", "null", "", anObject],
  ["a list", "POST", "/events", "[]", "", anObject],
  ["a text", "POST", "/events", '"x"', "", anObject],
  ["no type", "POST", "/events", { data: 1 }, "/type", required],
  ["no data", "POST", "/events", { type: "a" }, "/data", required],
  ["a type that is a number", "POST", "/events", event({ type: 1 }), "/type", type],
  ["a type with an empty part", "POST", "/events", event({ type: "a..b" }), "/type", type],
  ["a type with a space", "POST", "/events", event({ type: "a b" }), "/type", type],
  ["an empty type", "POST", "/events", event({ type: "" }), "/type", type],
  ["a type with a wildcard", "POST", "/events", event({ type: "order.*" }), "/type", type],
  ["a type of 129 characters", "POST", "/events", event({ type: "a".repeat(129) }), "/type", type],
  ["an unknown field", "POST", "/events", event({ chanel: "x" }), "/chanel", unknown],
  [
    "a field called __proto__",
    "POST",
    "/events",
    '{"type":"a","data":1,"__proto__":{}}',
    "/__proto__",
    unknown,
  ],
  ["an id with a dot", "POST", "/events", event({ id: "a.b" }), "/id", /^must be 1 to 64 letters, digits/],
  ["an empty id", "POST", "/events", event({ id: "" }), "/id", /^must be 1 to 64 letters, digits/],
  ["an id of 65 characters", "POST", "/events", event({ id: "a".repeat(65) }), "/id", /^must be 1 to 64/],
  ["an id that is null", "POST", "/events", event({ id: null }), "/id", /^must be 1 to 64/],
  [
    "a tenant with a slash",
    "POST",
    "/events",
    event({ tenant: "a/b" }),
    "/tenant",
    /^must be 1 to 128 letters/,
  ],
  ["a date in words", "POST", "/events", event({ created: "yesterday" }), "/created", date],
  [
    "a date that is not in the calendar",
    "POST",
    "/events",
    event({ created: "2024-02-30T00:00:00Z" }),
    "/created",
    date,
  ],
  [
    "a date without an offset",
    "POST",
    "/events",
    event({ created: "2024-01-15T10:30:00" }),
    "/created",
    date,
  ],
  ["a date that is a number", "POST", "/events", event({ created: 1705314600 }), "/created", date],
  [
    "an empty channel",
    "POST",
    "/events",
    event({ channel: "" }),
    "/channel",
    /^must be a channel of 1 to 256 .* or null$/,
  ],
  [
    "a channel with a line break",
    "POST",
    "/events",
    event({ channel: "a\nb" }),
    "/channel",
    /^must be a channel/,
  ],
  [
    "a channel that is half a character",
    "POST",
    "/events",
    event({ channel: "\ud83d" }),
    "/channel",
    /^must be a channel/,
  ],
  [
    "an actor that is a number",
    "POST",
    "/events",
    event({ actor: 5 }),
    "/actor",
    /^must be an actor of 1 to 256/,
  ],
  [
    "previous attributes that are a list",
    "POST",
    "/events",
    event({ previous_attributes: [] }),
    "/previous_attributes",
    /^must be an object or null$/,
  ],
  [
    "a key that stands twice",
    "POST",
    "/events",
    '{"type":"a","data":1,"data":2}',
    "/data",
    /^is given twice$/,
  ],
  [
    "a key twice inside data",
    "POST",
    "/events",
    '{"type":"a","data":[{"k":1,"\\u006b":2}]}',
    "/data/0/k",
    /^is given twice$/,
  ],
  [
    "data nested too deep",
    "POST",
    "/events",
    `{"type":"a","data":${nested(64)}}`,
    deepPointer,
    /^is nested more than 64 deep$/,
  ],
  [
    "an empty batch",
    "POST",
    "/events/batch",
    { events: [] },
    "/events",
    /^must be a list of 1 to 1000 events$/,
  ],
  [
    "a batch of 1001",
    "POST",
    "/events/batch",
    { events: Array(1001).fill(event({})) },
    "/events",
    /^must be a list of 1 to 1000 events$/,
  ],
  ["a batch without events", "POST", "/events/batch", {}, "/events", required],
  ["a batch that is a list", "POST", "/events/batch", [], "", anObject],
  ["a batch with another field", "POST", "/events/batch", { events: [event({})], x: 1 }, "/x", unknown],
  [
    "two lists in a batch",
    "POST",
    "/events/batch",
    '{"events":[{"type":"a","data":1}],"events":[{"type":"b","data":1}]}',
    "/events",
    /^is given twice$/,
  ],
];

const webhooks: Row[] = [
  ["no URL", "POST", "/webhooks", { event_types: ["*"] }, "/url", required],
  ["no event types", "POST", "/webhooks", { url: URL }, "/event_types", required],
  ["empty event types", "POST", "/webhooks", hook({ event_types: [] }), "/event_types", patterns],
  ["event types that are a text", "POST", "/webhooks", hook({ event_types: "*" }), "/event_types", patterns],
  [
    "the same pattern twice",
    "POST",
    "/webhooks",
    hook({ event_types: ["a", "a"] }),
    "/event_types",
    patterns,
  ],
  ["a wildcard in front", "POST", "/webhooks", hook({ event_types: ["*.a"] }), "/event_types/0", pattern],
  [
    "a wildcard in the middle",
    "POST",
    "/webhooks",
    hook({ event_types: ["x", "a.*.b"] }),
    "/event_types/1",
    pattern,
  ],
  ["a wildcard without a dot", "POST", "/webhooks", hook({ event_types: ["a*"] }), "/event_types/0", pattern],
  ["an empty pattern", "POST", "/webhooks", hook({ event_types: [""] }), "/event_types/0", pattern],
  ["a pattern that is a number", "POST", "/webhooks", hook({ event_types: [1] }), "/event_types/0", pattern],
  [
    "empty channels",
    "POST",
    "/webhooks",
    hook({ channels: [] }),
    "/channels",
    /^must be a list of 1 to 500 different channels, or null for all$/,
  ],
  [
    "a channel that is empty",
    "POST",
    "/webhooks",
    hook({ channels: [""] }),
    "/channels/0",
    /^must be a channel of 1 to 256/,
  ],
  [
    "a description with NUL",
    "POST",
    "/webhooks",
    hook({ description: "a\0b" }),
    "/description",
    /^must be a text of at most 1000/,
  ],
  [
    "a description that is half a character",
    "POST",
    "/webhooks",
    hook({ description: "\ud800" }),
    "/description",
    /^must be a text/,
  ],
  [
    "headers that are a list",
    "POST",
    "/webhooks",
    hook({ headers: [] }),
    "/headers",
    /^must be an object of at most 50 header names/,
  ],
  [
    "a header value that is a number",
    "POST",
    "/webhooks",
    hook({ headers: { "X-A": 1 } }),
    "/headers/X-A",
    /^must be a text of at most 4096/,
  ],
  [
    "a number under a name with a line break",
    "POST",
    "/webhooks",
    hook({ headers: { "X\nA": 1 } }),
    "/headers/X\nA",
    /^must be a text/,
  ],
  [
    "CR LF in a header value",
    "POST",
    "/webhooks",
    hook({ headers: { "X-A": "a\r\nX-B: c" } }),
    "/headers/X-A",
    unsendable,
  ],
  [
    "CR LF in a header name",
    "POST",
    "/webhooks",
    hook({ headers: { "X\r\nA": "a" } }),
    "/headers/X\r\nA",
    /^is not a header name/,
  ],
  [
    "a space in a header name",
    "POST",
    "/webhooks",
    hook({ headers: { "X A": "a" } }),
    "/headers/X A",
    /^is not a header name/,
  ],
  [
    "an empty header name",
    "POST",
    "/webhooks",
    hook({ headers: { "": "a" } }),
    "/headers/",
    /^is not a header name/,
  ],
  [
    "a header name with a slash",
    "POST",
    "/webhooks",
    hook({ headers: { "a~b/c": "a" } }),
    "/headers/a~0b~1c",
    /^is not a header name/,
  ],
  [
    "a header beyond Latin-1",
    "POST",
    "/webhooks",
    hook({ headers: { "X-A": "€" } }),
    "/headers/X-A",
    unsendable,
  ],
  ["Host", "POST", "/webhooks", hook({ headers: { Host: "x" } }), "/headers/Host", reserved],
  [
    "Content-Length",
    "POST",
    "/webhooks",
    hook({ headers: { "content-length": "1" } }),
    "/headers/content-length",
    reserved,
  ],
  [
    "Transfer-Encoding",
    "POST",
    "/webhooks",
    hook({ headers: { "Transfer-Encoding": "x" } }),
    "/headers/Transfer-Encoding",
    reserved,
  ],
  [
    "a proxy's header",
    "POST",
    "/webhooks",
    hook({ headers: { "Proxy-Authorization": "x" } }),
    "/headers/Proxy-Authorization",
    reserved,
  ],
  [
    "the signature's header",
    "POST",
    "/webhooks",
    hook({ headers: { "Webhook-Signature": "x" } }),
    "/headers/Webhook-Signature",
    /^carries the profile's signature$/,
  ],
  [
    "a profile's header",
    "POST",
    "/webhooks",
    hook({ profile: "orisha", headers: { "x-secret": "x" } }),
    "/headers/x-secret",
    /^is written by the profile$/,
  ],
  [
    "a header twice in other letters",
    "POST",
    "/webhooks",
    hook({ headers: { "X-A": "1", "x-a": "2" } }),
    "/headers/x-a",
    /^is given twice, in other letters$/,
  ],
  [
    "a profile that there is not",
    "POST",
    "/webhooks",
    hook({ profile: "nope" }),
    "/profile",
    /^is not a profile; there are standard, organiko/,
  ],
  [
    "a profile that is a number",
    "POST",
    "/webhooks",
    hook({ profile: 5 }),
    "/profile",
    /^must be the name of a profile, or null/,
  ],
  ["a secret that is not base64", "POST", "/webhooks", hook({ secret: "whsec_!!!" }), "/secret", secret],
  [
    "a secret without its prefix",
    "POST",
    "/webhooks",
    hook({ secret: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }),
    "/secret",
    secret,
  ],
  ["a secret that is too short", "POST", "/webhooks", hook({ secret: "whsec_YWJj" }), "/secret", secret],
  [
    "an empty secret",
    "POST",
    "/webhooks",
    hook({ secret: "" }),
    "/secret",
    /^must be a text of 1 to 512 characters or null$/,
  ],
  [
    "no verify token for orki",
    "POST",
    "/webhooks",
    hook({ profile: "orki" }),
    "/secret",
    /^must be a text of 1 to 512/,
  ],
  [
    "a filter",
    "POST",
    "/webhooks",
    hook({ filter: "data.total > 1" }),
    "/filter",
    /^must be null: this version/,
  ],
  [
    "a rate limit of 0",
    "POST",
    "/webhooks",
    hook({ rate_limit: 0 }),
    "/rate_limit",
    /^must be deliveries a second from 0\.01 to 100000, or null$/,
  ],
  [
    "a rate limit that is a text",
    "POST",
    "/webhooks",
    hook({ rate_limit: "5" }),
    "/rate_limit",
    /^must be deliveries a second/,
  ],
  [
    "metadata with a long key",
    "POST",
    "/webhooks",
    hook({ metadata: { ["x".repeat(129)]: 1 } }),
    `/metadata/${"x".repeat(129)}`,
    /is not a field here|keys of 1 to 128/,
  ],
  [
    "a status that is not settable",
    "POST",
    "/webhooks",
    hook({ status: "unverified" }),
    "/status",
    /^must be one of active, paused$/,
  ],
  ["a tenant with a space", "POST", "/webhooks", hook({ tenant: "a b" }), "/tenant", /^must be 1 to 128/],
  ["a URL that is a number", "POST", "/webhooks", hook({ url: 5 }), "/url", url],
  [
    "a URL that is too long",
    "POST",
    "/webhooks",
    hook({ url: `https://example.com/${"x".repeat(2048)}` }),
    "/url",
    url,
  ],
  ["a URL that is none", "POST", "/webhooks", hook({ url: "nope" }), "/url", /^This is not a URL\.$/],
  [
    "another scheme",
    "POST",
    "/webhooks",
    hook({ url: "ftp://example.com" }),
    "/url",
    /^The URL must start with https:/,
  ],
  [
    "a user in the URL",
    "POST",
    "/webhooks",
    hook({ url: "https://u:p@example.com" }),
    "/url",
    /user name or password/,
  ],
  ["a fragment", "POST", "/webhooks", hook({ url: "https://example.com/#x" }), "/url", /fragment/],
  [
    "a line break in the URL",
    "POST",
    "/webhooks",
    hook({ url: "https://example.com/\nx" }),
    "/url",
    /space or a control character/,
  ],
  [
    "half a character in the URL",
    "POST",
    "/webhooks",
    hook({ url: "https://example.com/\ud800" }),
    "/url",
    url,
  ],
  ["PATCH: a URL that is null", "PATCH", "/webhooks/:id", { url: null }, "/url", url],
  ["PATCH: the tenant", "PATCH", "/webhooks/:id", { tenant: "x" }, "/tenant", unknown],
  ["PATCH: the secret", "PATCH", "/webhooks/:id", { secret: "x" }, "/secret", unknown],
  ["PATCH: no event types", "PATCH", "/webhooks/:id", { event_types: [] }, "/event_types", patterns],
  [
    "PATCH: a status",
    "PATCH",
    "/webhooks/:id",
    { status: "unverified" },
    "/status",
    /^must be one of active, paused, disabled$/,
  ],
  ["PATCH: no body", "PATCH", "/webhooks/:id", undefined, "", anObject],
  [
    "PATCH: a header of the new profile",
    "PATCH",
    "/webhooks/:id",
    { profile: "orisha", headers: { "X-Event-Id": "x" } },
    "/headers/X-Event-Id",
    /^is written by the profile$/,
  ],
  [
    "rotating: a negative grace",
    "POST",
    "/webhooks/:id/secret/rotate",
    { grace_seconds: -1 },
    "/grace_seconds",
    /^must be a whole number of seconds from 0/,
  ],
  [
    "rotating: a grace that is a text",
    "POST",
    "/webhooks/:id/secret/rotate",
    { grace_seconds: "5" },
    "/grace_seconds",
    /^must be a whole number/,
  ],
  ["rotating: a bad secret", "POST", "/webhooks/:id/secret/rotate", { secret: "whsec_x" }, "/secret", secret],
  ["rotating: another field", "POST", "/webhooks/:id/secret/rotate", { grace: 5 }, "/grace", unknown],
  ["testing: a bad type", "POST", "/webhooks/:id/test", { type: "x..y" }, "/type", type],
  ["testing: another field", "POST", "/webhooks/:id/test", { nope: 1 }, "/nope", unknown],
];

const others: Row[] = [
  ["a key without scopes", "POST", "/api-keys", { name: "a" }, "/scopes", required],
  [
    "a key with no scope",
    "POST",
    "/api-keys",
    { name: "a", scopes: [] },
    "/scopes",
    /^must be a list of one or more different scopes$/,
  ],
  [
    "a key with an unknown scope",
    "POST",
    "/api-keys",
    { name: "a", scopes: ["x"] },
    "/scopes/0",
    /^must be one of events:write/,
  ],
  [
    "a key without a name",
    "POST",
    "/api-keys",
    { name: "", scopes: ["admin"] },
    "/name",
    /^must be a name of 1 to 200 characters$/,
  ],
  [
    "a key of a bad tenant",
    "POST",
    "/api-keys",
    { name: "a", scopes: ["admin"], tenant: "a b" },
    "/tenant",
    /^must be 1 to 128 letters.* or null$/,
  ],
  [
    "a key of bad patterns",
    "POST",
    "/api-keys",
    { name: "a", scopes: ["admin"], event_types: ["*x"] },
    "/event_types/0",
    pattern,
  ],
  [
    "a key that has expired",
    "POST",
    "/api-keys",
    { name: "a", scopes: ["admin"], expires: "2020-01-01T00:00:00Z" },
    "/expires",
    /^is in the past$/,
  ],
  [
    "a key that expires some time",
    "POST",
    "/api-keys",
    { name: "a", scopes: ["admin"], expires: "soon" },
    "/expires",
    date,
  ],
  [
    "a key with an app user beyond ASCII",
    "POST",
    "/api-keys",
    { name: "a", scopes: ["admin"], app_user: "é" },
    "/app_user",
    /^must be 1 to 256 printable/,
  ],
  ["a tenant without a name", "PUT", "/tenants/new", {}, "/name", required],
  [
    "a tenant's unknown profile",
    "PUT",
    "/tenants/new",
    { name: "a", profile: "x" },
    "/profile",
    /^is not a profile/,
  ],
  [
    "a tenant's bad e-mail",
    "PUT",
    "/tenants/new",
    { name: "a", notify: { emails: ["x"] } },
    "/notify/emails/0",
    /^must be an e-mail address$/,
  ],
  [
    "a tenant's bad URL",
    "PUT",
    "/tenants/new",
    { name: "a", notify: { url: "javascript:alert(1)" } },
    "/notify/url",
    /^must be an http or https URL or null$/,
  ],
  ["a tenant's id", "PUT", "/tenants/a%20b", { name: "a" }, "/path/id", /^must be 1 to 128/],
  ["an event type's name", "PUT", "/event-types/a..b", { description: "a" }, "/path/name", type],
  ["an event type without description", "PUT", "/event-types/a.b", {}, "/description", required],
  [
    "an event type that is perhaps deprecated",
    "PUT",
    "/event-types/a.b",
    { description: "", deprecated: 1 },
    "/deprecated",
    /^must be true or false$/,
  ],
  ...["/events", "/webhooks", "/deliveries", "/tenants", "/event-types", "/api-keys"].flatMap(
    (path): Row[] => [
      [`${path} with a limit of 0`, "GET", `${path}?limit=0`, undefined, "/query/limit", page],
      [`${path} with a limit of 251`, "GET", `${path}?limit=251`, undefined, "/query/limit", page],
      [`${path} with a limit in words`, "GET", `${path}?limit=ten`, undefined, "/query/limit", page],
      [`${path} with a fraction`, "GET", `${path}?limit=1.5`, undefined, "/query/limit", page],
      [`${path} with an empty cursor`, "GET", `${path}?cursor=`, undefined, "/query/cursor", cursor],
      [
        `${path} with a cursor of garbage`,
        "GET",
        `${path}?cursor=%00%F0%9F%92%A9`,
        undefined,
        "/query/cursor",
        cursor,
      ],
      [
        `${path} with a cursor out of range`,
        "GET",
        `${path}?cursor=pzzzzzzzzzzz`,
        undefined,
        "/query/cursor",
        cursor,
      ],
      [`${path} with an unknown filter`, "GET", `${path}?nope=1`, undefined, "/query/nope", unknown],
    ],
  ),
  ["events since some time", "GET", "/events?since=x", undefined, "/query/since", date],
  ["events until a year", "GET", "/events?until=2024", undefined, "/query/until", date],
  ["events of a bad type", "GET", "/events?type=..", undefined, "/query/type", type],
  ["events of a bad tenant", "GET", "/events?tenant=a/b", undefined, "/query/tenant", /^must be 1 to 128/],
  ["deliveries since some time", "GET", "/deliveries?since=x", undefined, "/query/since", date],
  [
    "deliveries of a bad status",
    "GET",
    "/deliveries?status=ok",
    undefined,
    "/query/status",
    /^must be one of pending, succeeded, failed, cancelled, success, failure$/,
  ],
  [
    "webhooks of a bad status",
    "GET",
    "/webhooks?status=ok",
    undefined,
    "/query/status",
    /^must be one of active, paused, unverified, disabled$/,
  ],
  [
    "webhooks with an empty search",
    "GET",
    "/webhooks?q=",
    undefined,
    "/query/q",
    /^must be a text of 1 to 200/,
  ],
  [
    "a webhook's deliveries of a bad status",
    "GET",
    "/webhooks/:id/deliveries?status=ok",
    undefined,
    "/query/status",
    /^must be one of/,
  ],
];

describe("what is not valid is refused with a pointer and plain words, and changes nothing:", () => {
  test.each([...events, ...webhooks, ...others])("%s", async (_, method, path, body, pointer, words) => {
    const before = await counts(node);
    const answer = await node.call(method, path.replace(":id", webhook), body);
    const problem = expectProblem(answer, 422, "invalid");
    const fault = problem.errors?.find((one) => one.pointer === pointer);
    expect({ errors: problem.errors, detail: fault?.detail }).toEqual({
      errors: expect.anything(),
      detail: expect.stringMatching(words),
    });
    expect(await counts(node)).toEqual(before);
  });
});

describe("a body that cannot be read is refused before anything looks into it:", () => {
  const json = "application/json";
  const cases: [
    what: string,
    body: string | Uint8Array,
    contentType: string,
    status: number,
    code: string,
  ][] = [
    ["half an object", "{", json, 400, "malformed_json"],
    ["two values", '{"type":"a","data":1}{', json, 400, "malformed_json"],
    ["a number that JSON does not know", '{"type":"a","data":0x10}', json, 400, "malformed_json"],
    ["invalid UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), json, 400, "malformed_json"],
    ["300 KiB", JSON.stringify({ type: "a", data: "x".repeat(300 * 1024) }), json, 413, "too_large"],
    ["a form", "type=a", "application/x-www-form-urlencoded", 415, "unsupported_media_type"],
    ["a multipart form", "--x", "multipart/form-data; boundary=x", 415, "unsupported_media_type"],
    ["plain text", '{"type":"a","data":1}', "text/plain", 415, "unsupported_media_type"],
    ["a media type that only looks like JSON", "{}", "application/jsonp", 415, "unsupported_media_type"],
  ];

  test.each(cases)("%s", async (_, body, contentType, status, code) => {
    const before = await counts(node);
    for (const path of ["/events", "/webhooks"]) {
      const answer = await node.call("POST", path, body, { headers: { "content-type": contentType } });
      expectProblem(answer, status, code);
    }
    expect(await counts(node)).toEqual(before);
  });

  test.each([["application/json; charset=utf-8"], ["Application/JSON"], ["application/cloudevents+json"]])(
    "%s is JSON",
    async (contentType) => {
      const answer = await node.call("POST", "/events", event({}), {
        headers: { "content-type": contentType },
      });
      expect(answer.status).toBe(202);
    },
  );

  test("100,000 levels of nesting are refused without overflowing anything", async () => {
    for (const body of [nested(100_000), `{"type":"a","data":${nested(100_000)}}`])
      expectProblem(await node.call("POST", "/events", body), 422, "invalid");
  });
});

describe("an address that nothing may be sent to is refused with its own code:", () => {
  let strict: TestNode;
  beforeAll(async () => {
    strict = await startNode({
      env: { POSTHORN_ALLOW_HTTP: "false", POSTHORN_EGRESS_ALLOW: "203.0.113.7/32" },
    });
  });
  afterAll(() => strict.stop());

  test.each([
    ["https://10.0.0.1/"],
    ["https://192.168.1.1/"],
    ["https://172.16.0.1/"],
    ["https://169.254.169.254/latest/meta-data"],
    ["https://127.0.0.1/"],
    ["https://0x7f.1/"],
    ["https://2130706433/"],
    ["https://017700000001/"],
    ["https://127.1/"],
    ["https://[::1]/"],
    ["https://[::ffff:127.0.0.1]/"],
    ["https://[64:ff9b::7f00:1]/"],
    ["https://[fe80::1]/"],
    ["https://[fd00::1]/"],
    ["https://localhost/"],
    ["https://localhost./"],
    ["https://LOCALHOST/"],
    ["https://a.localhost/"],
    ["https://0.0.0.0/"],
    ["https://example.com:25/"],
  ])("%s", async (target) => {
    const before = await counts(strict);
    const problem = expectProblem(
      await strict.call("POST", "/webhooks", hook({ url: target })),
      422,
      "url_not_allowed",
    );
    expect(problem.errors).toEqual([{ pointer: "/url", detail: expect.any(String) }]);
    expect(await counts(strict)).toEqual(before);
  });

  test("the refusal says which setting opens the address, and a change of URL is judged alike", async () => {
    const { id } = await registerWebhook(strict, "https://example.com/");
    const answer = await strict.call("PATCH", `/webhooks/${id}`, { url: "https://10.1.2.3/" });
    expect(expectProblem(answer, 422, "url_not_allowed").detail).toMatch(
      /10\.1\.2\.3.*POSTHORN_EGRESS_ALLOW/,
    );
    const { body } = await strict.call("GET", `/webhooks/${id}`);
    expect(body.url).toBe("https://example.com/");
  });

  test("http is refused where https is required", async () => {
    const answer = await strict.call("POST", "/webhooks", hook({ url: "http://example.com/" }));
    const problem = expectProblem(answer, 422, "invalid");
    expect(problem.errors).toEqual([{ pointer: "/url", detail: "The URL must start with https://." }]);
  });
});

describe("routes", () => {
  test.each(["/nope", "/api", "/api/v1", "/api/v1/", "/api/v1/nope", "/api/v2/events", "/healthz/x", "/%00"])(
    "%s is not found, as a problem",
    async (path) => {
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
        const request = new Request(`http://localhost${path}`, {
          method,
          headers: { authorization: `Bearer ${ROOT_KEY}` },
        });
        const response = await node.app.handle(request);
        expect(response.status).toBe(404);
        expect(response.headers.get("content-type")).toBe("application/problem+json");
      }
    },
  );

  test.each([
    ["PUT", "/events", "GET, POST"],
    ["OPTIONS", "/events", "GET, POST"],
    ["DELETE", "/event-types", "GET"],
    ["POST", "/event-types/a.b", "GET, PUT, DELETE"],
    ["PUT", "/webhooks/x", "GET, PATCH, DELETE"],
    ["GET", "/deliveries/x/retry", "POST"],
    ["GET", "/system/backup", "POST"],
  ])("%s %s answers 405 with what is allowed", async (method, path, allowed) => {
    const answer = await node.call(method, path);
    expectProblem(answer, 405, "method_not_allowed");
    expect(answer.headers.get("allow")).toBe(allowed);
  });
});

describe("chance", () => {
  test("no mutation of a valid body ever ends in a fault of ours", async () => {
    const random = mulberry(20240115);
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
    const values = [
      null,
      true,
      0,
      -1,
      1.5,
      1e300,
      "",
      "x",
      "\0",
      "\ud800",
      "a.b",
      [],
      {},
      [[]],
      { a: 1 },
      "*",
      URL,
    ];
    const bodies = [
      [
        "POST",
        "/events",
        event({
          id: "fuzz",
          channel: "c",
          actor: "a",
          tenant: "t",
          created: "2024-01-15T10:30:00Z",
          previous_attributes: {},
        }),
      ],
      ["POST", "/events/batch", { events: [event({}), event({ channel: null })] }],
      [
        "POST",
        "/webhooks",
        hook({
          channels: ["c"],
          headers: { "X-A": "b" },
          metadata: { a: 1 },
          status: "paused",
          rate_limit: 5,
          description: "d",
        }),
      ],
      ["PATCH", `/webhooks/${webhook}`, { description: "d", metadata: {}, channels: null, status: "paused" }],
      ["POST", `/webhooks/${webhook}/secret/rotate`, { grace_seconds: 5, secret: null }],
      [
        "PUT",
        "/tenants/fuzz",
        { name: "a", metadata: {}, notify: { emails: ["a@example.com"] }, profile: null },
      ],
      ["PUT", "/event-types/fuzz.it", { description: "d", group: "g", example: { a: 1 }, deprecated: false }],
      [
        "POST",
        "/api-keys",
        {
          name: "a",
          scopes: ["admin"],
          tenant: "t",
          event_types: ["a.*"],
          app_user: "u",
          expires: "2030-01-01T00:00:00Z",
        },
      ],
    ] as const;
    const mutate = (value: unknown, depth = 0): unknown => {
      if (random() < 0.15) return pick(values);
      if (typeof value !== "object" || value === null || depth > 3) return value;
      if (Array.isArray(value)) return value.map((part) => mutate(part, depth + 1));
      const entries = Object.entries(value).filter(() => random() > 0.1);
      if (random() < 0.1)
        entries.push([pick(["__proto__", "constructor", "", "x", "toString"]), pick(values)]);
      return Object.fromEntries(entries.map(([name, part]) => [name, mutate(part, depth + 1)]));
    };
    for (let round = 0; round < 600; round++) {
      const [method, path, valid] = pick(bodies);
      let text = JSON.stringify(mutate(valid)) ?? "";
      if (random() < 0.2)
        text = text.slice(0, Math.floor(random() * text.length)) + pick(["", "}", '"', "\0", "[", "é"]);
      const { status } = await node.call(method, path, text);
      expect({ method, path, text, status }).toEqual({
        method,
        path,
        text,
        status: Math.min(status, 499),
      });
    }
    expect(node.lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

/** Source: the public domain generator mulberry32. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
