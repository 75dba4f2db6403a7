import { afterEach, describe, expect, setSystemTime, test } from "bun:test";
import { sign as octokitSign, verify as octokitVerify } from "@octokit/webhooks-methods";
import { Webhook } from "standardwebhooks";
import { publicKeyOf, secretFault, sign } from "../../src/wire/signature.ts";
import vectors from "./signatures.json";
import { headersOf, signingBy } from "./signing.ts";
import { STANDARD_SECRET, subjectWith } from "./subject.ts";

const ROTATED = vectors.standard_rotation;
const ED25519 = vectors.standard_ed25519;

afterEach(() => {
  setSystemTime();
});

describe("the published vectors", () => {
  test.each(vectors.standard)("standard signs %j", (vector) => {
    expect(headersOf("standard", vector, [vector.secret])).toEqual({
      "webhook-id": vector.id,
      "webhook-timestamp": String(vector.timestamp),
      "webhook-signature": vector.signature,
    });
  });

  test("standard signs with every live key during a rotation, newest first", () => {
    expect(headersOf("standard", ROTATED, ROTATED.secrets)["webhook-signature"]).toBe(ROTATED.signature);
  });

  test("standard-ed25519 signs and names its public key", () => {
    expect(headersOf("standard-ed25519", ED25519, [ED25519.private])).toEqual({
      "webhook-id": ED25519.id,
      "webhook-timestamp": String(ED25519.timestamp),
      "webhook-signature": ED25519.signature,
    });
    expect(publicKeyOf(ED25519.private)).toBe(ED25519.public);
    expect(publicKeyOf(STANDARD_SECRET)).toBeNull();
  });

  test.each(vectors.hub_sha256)("hub-sha256 signs %j", (vector) => {
    expect(headersOf("hub-sha256", vector, [vector.secret])).toEqual({ "X-hub-sha256": vector.signature });
  });

  test("stripe and hmac-base64 sign theirs", () => {
    const { stripe, hmac_base64 } = vectors;
    expect(headersOf("stripe", stripe, [stripe.secret])).toEqual({ "X-stripe": stripe.signature });
    expect(headersOf("hmac-base64", hmac_base64, [hmac_base64.secret])).toEqual({
      "X-hmac-base64": hmac_base64.signature,
    });
  });

  test.each(vectors.standard_bad_secrets)("standard refuses the secret %j", (secret) => {
    expect(secretFault(signingBy("standard"), secret)).toContain("whsec_");
  });
});

describe("signing", () => {
  test("the standardwebhooks library verifies what we sign, with the old key and the new", () => {
    const timestamp = 1_700_000_000;
    setSystemTime(timestamp * 1000);
    const body = '{"é":"日本"}';
    const headers = headersOf("standard", { timestamp, body }, ROTATED.secrets);
    for (const secret of ROTATED.secrets)
      expect(new Webhook(secret).verify(body, headers)).toEqual({ é: "日本" });
  });

  test("Octokit's library verifies what we sign, and signs the same", async () => {
    const body = '{"é":"日本"}';
    const header = headersOf("hub-sha256", { body }, ["s3cret é"])["X-hub-sha256"] ?? "";
    expect(await octokitVerify("s3cret é", body, header)).toBe(true);
    expect(await octokitSign("s3cret é", body)).toBe(header);
  });

  test("stripe carries one signature for each live key, the single-signature schemes only the newest", () => {
    const message = { timestamp: 1614265330, body: "x" };
    expect(headersOf("stripe", message, ["a", "b"])["X-stripe"]).toMatch(
      /^t=1614265330,v1=\w{64},v1=\w{64}$/,
    );
    for (const scheme of ["hub-sha256", "hmac-base64"] as const) {
      expect(headersOf(scheme, message, ["new", "old"])).toEqual(headersOf(scheme, message, ["new"]));
    }
  });

  test("several signatures of one profile stand side by side", () => {
    const names = sign(signingBy("standard", "hub-sha256"), subjectWith(), "x").map(([name]) => name);
    expect(names).toEqual(["webhook-id", "webhook-timestamp", "webhook-signature", "X-hub-sha256"]);
  });

  test("passes over an old key of another kind, and throws rather than send unsigned", () => {
    const mixed = headersOf("standard", { body: "x" }, [STANDARD_SECRET, "verify-token"]);
    expect(mixed).toEqual(headersOf("standard", { body: "x" }, [STANDARD_SECRET]));
    expect(() => headersOf("standard", { body: "x" }, ["verify-token"])).toThrow(
      "wh_1 has no secret for standard",
    );
    expect(() => headersOf("hub-sha256", { body: "x" }, [])).toThrow("no secret");
  });
});
