import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { type SchemeName, verifySignature } from "../../src/wire/signature.ts";
import vectors from "./signatures.json";
import type { Signed } from "./signing.ts";

const ROTATED = vectors.standard_rotation;
const ED25519 = vectors.standard_ed25519;

describe("verifySignature", () => {
  const now = 1614265330_000;
  const cases: [SchemeName, Signed & { signature: string }, secret: string][] = [
    ["standard", ROTATED, ROTATED.secrets[1] ?? ""],
    ["standard-ed25519", ED25519, ED25519.public],
    ["standard-ed25519", ED25519, ED25519.private],
    ["stripe", vectors.stripe, vectors.stripe.secret],
    ["hmac-base64", vectors.hmac_base64, vectors.hmac_base64.secret],
    ...vectors.hub_sha256.map(
      (vector) => ["hub-sha256", vector, vector.secret] as [SchemeName, typeof vector, string],
    ),
  ];
  const reasonOf = (verdict: ReturnType<typeof verifySignature>) => (verdict.ok ? null : verdict.reason);

  test.each(cases)("%s accepts %j and nothing that was changed", (scheme, vector, secret) => {
    const check = { secret, now, ...vector };
    expect(verifySignature(scheme, check)).toEqual({ ok: true });
    expect(reasonOf(verifySignature(scheme, { ...check, body: `${vector.body} ` }))).toContain(
      "not this secret's",
    );
    expect(verifySignature(scheme, { ...check, signature: "junk" }).ok).toBe(false);
    expect(verifySignature(scheme, { ...check, signature: "" }).ok).toBe(false);
  });

  test("says what is wrong", () => {
    const check = { secret: ROTATED.secrets[0] ?? "", now, ...ROTATED };
    expect(reasonOf(verifySignature("standard", { ...check, secret: "whsec_%" }))).toContain(
      "no key for standard",
    );
    expect(reasonOf(verifySignature("standard", { ...check, id: undefined }))).toContain("The id is needed");
    expect(reasonOf(verifySignature("standard", { ...check, timestamp: undefined }))).toContain(
      "The timestamp",
    );
    expect(reasonOf(verifySignature("standard", { ...check, id: "evt_2" }))).toContain("not this secret's");
    expect(reasonOf(verifySignature("standard", { ...check, signature: "v2,AAAA" }))).toContain(
      "does not look",
    );
    expect(reasonOf(verifySignature("stripe", { ...check, signature: "v1=00" }))).toContain("t=<seconds>");
  });

  test("holds timestamped schemes to the tolerance, and the others to none", () => {
    const stripe = { ...vectors.stripe, timestamp: undefined };
    expect(reasonOf(verifySignature("stripe", { ...stripe, now: now + 301_000 }))).toContain("301 s old");
    expect(reasonOf(verifySignature("stripe", { ...stripe, now: now - 400_000 }))).toContain(
      "400 s in the future",
    );
    expect(verifySignature("stripe", { ...stripe, now: now + 300_000 }).ok).toBe(true);
    expect(
      verifySignature("stripe", { ...stripe, now: 0, toleranceSeconds: Number.POSITIVE_INFINITY }).ok,
    ).toBe(true);
    expect(verifySignature("hmac-base64", { ...vectors.hmac_base64, now: 0 }).ok).toBe(true);
  });

  test("never throws on junk and never accepts it", () => {
    const schemes: SchemeName[] = ["standard", "standard-ed25519", "hub-sha256", "stripe", "hmac-base64"];
    const junk = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string().map((text) => `v1a,${text}`),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...schemes),
        junk,
        fc.constantFrom("x", ED25519.public),
        (scheme, signature, secret) => {
          const check = { secret, signature, body: "", id: "x", timestamp: 0, now: 0 };
          expect(verifySignature(scheme, check).ok).toBe(false);
        },
      ),
    );
  });
});
