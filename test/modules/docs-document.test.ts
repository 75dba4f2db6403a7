import { describe, expect, test } from "bun:test";
import { createDocs } from "../../src/modules/docs/document.ts";
import { indent } from "../../src/modules/docs/indent.ts";
import type { ConsumerDocs } from "../../src/modules/docs/model.ts";
import { placeholderMeanings } from "../../src/modules/docs/placeholders.ts";
import type { Profile } from "../../src/wire/profile.ts";
import { builtinProfiles } from "../../src/wire/profiles/index.ts";
import { placeholderNames } from "../../src/wire/template.ts";
import { options } from "../docs/cases.ts";
import { profileOf } from "../wire/subject.ts";

const docsOf = (name: string, changes: Partial<Profile> = {}, more: Partial<typeof options> = {}) =>
  createDocs([], profileOf(name, changes), { ...options, ...more });

const headersOf = ({ request }: ConsumerDocs) => request.headers.map(({ name }) => name);
const said = ({ text }: { text: string[] }) => text.join("\n");

describe("the documentation of", () => {
  test("Organiko has its page's retry table to the second", () => {
    const { retries, introduction } = docsOf("organiko");
    expect(retries.attempts.map(({ attempt, delay, total }) => `${attempt} | ${delay} | ${total}`)).toEqual([
      "1 (initial) | Immediate | 0 seconds",
      "2 | 5 seconds | 5 seconds",
      "3 | 30 seconds | 35 seconds",
      "4 | 5 minutes | 5m 35s",
      "5 | 30 minutes | 35m 35s",
      "6 (final) | 2 hours | 2h 35m 35s",
    ]);
    expect(said(retries)).toContain("The delays are exact.");
    expect(said(retries)).toContain(
      "After 6 failed attempts the delivery is marked as `failed` and a notification is sent",
    );
    expect(introduction.deduplicate).toMatchObject({
      by: "event",
      places: [
        { in: "body", name: "id" },
        { in: "header", name: "webhook-id" },
      ],
    });
  });

  test("Orisha says that the secret stands in X-Secret and is shown once, and that three webhooks are the limit", () => {
    const docs = docsOf("orisha");
    expect(docs.verifying.proofs).toMatchObject([{ scheme: null, header: "X-Secret" }]);
    expect(docs.verifying.proofs[0]?.snippets.length).toBe(8);
    expect(said(docs.secret)).toContain("Only the answer to the registration shows it");
    expect(said(docs.limits)).toContain("at most 3 webhooks");
    expect(said(docs.trouble)).toContain(
      "After 100 failed attempts in a row, with no success between, it is disabled.",
    );
    const actor = docs.request.headers.find(({ name }) => name === "X-TriggeredBy-Id");
    expect(actor?.absent).toBe("no user triggered the event");
    expect(docs.introduction.deduplicate.places).toEqual([{ in: "header", name: "X-Event-Id" }]);
  });

  test("AIQ says that only 200 is success, that redirects fail and that there are three retries", () => {
    const { answering, retries } = docsOf("aiq");
    expect(said(answering)).toContain("answers status 200. Any other, also another 2xx, is a failure.");
    expect(said(answering)).toContain("Redirects (3xx) are failures and are never followed");
    expect(retries.attempts.length).toBe(4);
    expect(said(retries)).toContain("up to 10 % shorter or longer");
  });

  test("OrderEazi tells of the minute dispatch, the delivery's id, the installed app's header, its dates and that nothing is signed", () => {
    const docs = docsOf("ordereazi");
    expect(said(docs.retries)).toContain("a background process sends what is due every minute");
    expect(docs.retries.attempts[0]?.delay).toBe("Next full minute");
    expect(docs.introduction.deduplicate).toMatchObject({
      by: "delivery",
      places: [{ in: "header", name: "X-OE-Webhook-Id" }],
    });
    const user = docs.request.headers.find(({ name }) => name === "X-OrderEazi-UserId");
    expect(user?.absent).toBe("the webhook was not registered by an installed app");
    expect(docs.request.dates.example).toBe("2024-01-15T10:30:00");
    expect(docs.verifying.proofs).toEqual([]);
    expect(said(docs.verifying)).toContain("neither a signature nor a secret");
    expect(said(docs.trouble)).toContain("It is never disabled for failing.");
  });

  test("Orki tells of the handshake with its parameters, the chosen token and five seconds", () => {
    const docs = docsOf("orki");
    const names = docs.handshake?.parameters.map(({ name }) => name);
    expect(names).toEqual(["hub.mode", "hub.challenge", "hub.verify_token"]);
    expect(docs.handshake?.snippets.map(({ language }) => language)).toEqual(["typescript", "python"]);
    expect(said(docs.secret)).toContain("which you choose");
    expect(said(docs.answering)).toContain("Your URL has 5 seconds");
    expect(docs.verifying.proofs).toMatchObject([{ scheme: "hub-sha256", header: "X-Hub-Signature-256" }]);
    expect(JSON.parse(docs.registering.request.body)).toHaveProperty("secret");
  });

  test("a contract that asks for no proof of the URL has no handshake", () => {
    expect(docsOf("standard").handshake).toBeNull();
  });
});

test("a profile's name decides nothing: a copy has the same documentation", () => {
  for (const profile of builtinProfiles.values()) {
    const copy = createDocs([], { ...profile, name: "a-copy" }, options);
    expect({ ...copy, profile: null }).toEqual({ ...createDocs([], profile, options), profile: null });
  }
});

test("every header that is sent is explained, under any profile", () => {
  for (const profile of builtinProfiles.values()) {
    const { request } = createDocs([], profile, options);
    expect(request.headers.filter(({ means }) => means === "")).toEqual([]);
    expect(request.headers.map(({ name, example }) => [name, example])).toEqual(
      request.sample.headers.map(({ name, value }) => [name, value]),
    );
  }
});

test("every placeholder that a template may hold has a meaning", () => {
  expect(Object.keys(placeholderMeanings).sort()).toEqual([...placeholderNames].sort());
});

test("an edited profile's names and numbers are those of its documentation", () => {
  const docs = docsOf("orki", {
    signatures: [{ scheme: "hub-sha256", header: "X-Mine" }],
    headers: { "X-From": "{tenant.id} at {event.channel}" },
    retry: { delays_seconds: [0.5, 5400], jitter: 0.25, honour_retry_after: false },
    success: [200, 204, 409],
    verification: "none",
  });
  expect(headersOf(docs)).toEqual(["Content-Type", "User-Agent", "X-From", "X-Mine"]);
  const [from] = docs.request.headers.filter(({ name }) => name === "X-From");
  expect(from).toMatchObject({ example: "default at store-7", absent: "the event belongs to no channel" });
  expect(from?.means).toContain("Written as `{tenant.id} at {event.channel}`.");
  for (const { code } of docs.verifying.proofs[0]?.snippets ?? []) expect(code).toContain("X-Mine");
  expect(docs.retries.attempts.map(({ delay, total }) => [delay, total])).toEqual([
    ["Immediate", "0 seconds"],
    ["0.5 seconds", "0.5 seconds"],
    ["1 hour 30 minutes", "1h 30m 0.5s"],
  ]);
  expect(said(docs.answering)).toContain("status 200, 204 or 409");
  expect(said(docs.retries)).not.toContain("Retry-After");
  expect(docs.handshake).toBeNull();
});

test("a secret among other things in a header is explained, and has no code that could be wrong", () => {
  const { verifying } = docsOf("orisha", { headers: { "X-Key": "{webhook.id}:{webhook.secret}" } });
  expect(verifying.proofs).toMatchObject([{ header: "X-Key", snippets: [] }]);
  expect(verifying.proofs[0]?.text[0]).toContain("`{webhook.id}:{webhook.secret}`");
});

test("http is said to be taken where the operator has allowed it, and a profile is named where it is not the tenant's", () => {
  expect(docsOf("standard").limits.https_required).toBe(true);
  const docs = docsOf("standard", {}, { allowHttp: true, inherited: false });
  expect(docs.limits.https_required).toBe(false);
  expect(JSON.parse(docs.registering.request.body).profile).toBe("standard");
});

test("an example keeps its digits and the order of its keys, also where it is laid out over lines", () => {
  const text = '{"b":[],"2":{"a":1.50},"1":[12345678901234567890,"x: [\\"{,"],"e":{}}';
  expect(indent(text)).toBe(`{
  "b": [],
  "2": {
    "a": 1.50
  },
  "1": [
    12345678901234567890,
    "x: [\\"{,"
  ],
  "e": {}
}`);
});

test("the operator's own introduction comes first, in its paragraphs", () => {
  const words = "Acme tells you what happens.\nAt once.\n\n  Ask us for more.  \n\n";
  const { introduction } = docsOf("standard", {}, { introduction: words });
  const own = ["Acme tells you what happens.\nAt once.", "Ask us for more."];
  expect(introduction.text.slice(0, 2)).toEqual(own);
  expect(introduction.text.slice(2)).toEqual(docsOf("standard").introduction.text);
});
