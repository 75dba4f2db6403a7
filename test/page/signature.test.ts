import { expect, test } from "bun:test";
import { check, firstDifference, signaturesOf } from "../../public/pages/delivery/signature.ts";
import { generateSecret, type SchemeName, sign } from "../../src/wire/signature.ts";

const BODY = '{"name":"مستودع","total":1.50}';

const event = {
  id: "evt_1",
  type: "order.created",
  created: 0,
  data: "{}",
  previousAttributes: null,
  channel: null,
  actor: null,
};

/** A request as Posthorn signs it. */
function signed(scheme: SchemeName, secrets: string[]) {
  const own =
    scheme === "hub-sha256" || scheme === "hmac-base64" || scheme === "stripe"
      ? { header: "x-signature" }
      : {};
  const subject = { event, attempt: { timestamp: 1_795_319_490_000 }, webhook: { id: "wh_1", secrets } };
  const headers = sign({ signatures: [{ scheme, ...own }] } as never, subject as never, BODY);
  return { url: "https://example.com", headers, body: BODY };
}

const schemes: [SchemeName, string][] = [
  ["standard", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="],
  ["stripe", "whsec_text"],
  ["hub-sha256", "a secret "],
  ["hmac-base64", "shpss_1"],
];

test.each(schemes)(
  "a signature of %s is known by its look and matches its secret and body only",
  async (scheme, secret) => {
    const [signature] = signaturesOf(signed(scheme, [secret]));
    if (!signature) throw new Error("no signature was found");
    expect(signature.scheme).toBe(scheme);
    expect(await check(signature, secret, BODY, BODY)).toBe("ok");
    expect(await check(signature, secret, JSON.stringify(JSON.parse(BODY)), BODY)).toBe("body_differs");
    const other = scheme === "standard" ? "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" : "other";
    expect(await check(signature, other, BODY, BODY)).toBe("wrong");
  },
);

test("each of the keys that were live matches, and white space around one is told of", async () => {
  const [first, second] = [0, 1].map(() =>
    generateSecret({ signatures: [{ scheme: "standard" }] } as never, (count) =>
      crypto.getRandomValues(new Uint8Array(count)),
    ),
  );
  if (!first || !second) throw new Error("no secrets");
  const [signature] = signaturesOf(signed("standard", [first, second]));
  if (!signature) throw new Error("no signature was found");
  expect(await check(signature, second, BODY, BODY)).toBe("ok");
  expect(await check(signature, ` ${first}\n`, BODY, BODY)).toBe("spaces");
  expect(await check(signature, first.replace("whsec_", ""), BODY, BODY)).toBe("no_key");
});

test("the first difference is told by its place", () => {
  expect(firstDifference('{"a":1.50}', '{"a":1.5}')).toBe(9);
});
