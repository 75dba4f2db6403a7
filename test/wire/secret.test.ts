import { describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { builtinProfiles } from "../../src/wire/profiles/index.ts";
import { generateSecret, type SchemeName, secretFault } from "../../src/wire/signature.ts";
import vectors from "./signatures.json";
import { signingBy } from "./signing.ts";
import { profileOf, STANDARD_SECRET } from "./subject.ts";

const ED25519 = vectors.standard_ed25519;

/** Bytes that look random and are the same in each run. */
const testRandom = (count: number) => createHash("sha512").update("posthorn").digest().subarray(0, count);

describe("secretFault", () => {
  const whsec = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString("base64")}`;

  test("standard wants 24 to 64 bytes in strict base64", () => {
    for (const good of [whsec(24), whsec(32), whsec(64)])
      expect(secretFault(signingBy("standard"), good)).toBeNull();
    const unpadded = whsec(25).replace(/=+$/, "");
    const urlSafe = `whsec_${"-_".repeat(16)}`;
    const looseBits = `whsec_${"A".repeat(34)}B=`;
    for (const bad of [
      whsec(23),
      whsec(65),
      unpadded,
      urlSafe,
      looseBits,
      `${whsec(24)}\n`,
      ` ${whsec(24)}`,
    ]) {
      expect(secretFault(signingBy("standard"), bad)).not.toBeNull();
    }
  });

  test("standard-ed25519 wants a key pair whose halves belong together", () => {
    const profile = signingBy("standard-ed25519");
    expect(secretFault(profile, ED25519.private)).toBeNull();
    const mixed = Buffer.from(ED25519.private.slice(5), "base64").fill(1, 0, 32);
    expect(secretFault(profile, `whsk_${mixed.toString("base64")}`)).toContain("two halves");
    for (const bad of [
      ED25519.public,
      whsec(64),
      "whsk_",
      "",
      `whsk_${Buffer.alloc(32).toString("base64")}`,
    ]) {
      expect(secretFault(profile, bad)).toContain("whsk_");
    }
  });

  test("text schemes take any text of 1 to 512 characters", () => {
    for (const scheme of ["hub-sha256", "stripe", "hmac-base64"] as const) {
      for (const good of ["x", "é 日本", "x".repeat(512)])
        expect(secretFault(signingBy(scheme), good)).toBeNull();
      for (const bad of ["", "x".repeat(513), "\ud800"])
        expect(secretFault(signingBy(scheme), bad)).not.toBeNull();
    }
  });

  test("a secret that travels in a header, or signs nothing, is printable ASCII", () => {
    const shown = { ...signingBy("hub-sha256"), headers: { "X-Secret": "{webhook.secret}" } };
    for (const profile of [shown, signingBy(), profileOf("orisha"), profileOf("ordereazi")]) {
      expect(secretFault(profile, "It's a Secret")).toBeNull();
      for (const bad of ["", "é", "a\nb", "a\r\nX-Admin: 1", " a", "a ", "x".repeat(513)]) {
        expect(secretFault(profile, bad)).not.toBeNull();
      }
    }
  });

  test("the demands of all signatures hold together", () => {
    const both = signingBy("hub-sha256", "standard");
    expect(secretFault(both, "x")).toContain("whsec_");
    expect(secretFault(both, STANDARD_SECRET)).toBeNull();
  });
});

describe("generateSecret", () => {
  test("gives each built-in profile a secret that it accepts", () => {
    for (const profile of builtinProfiles.values()) {
      expect(secretFault(profile, generateSecret(profile, testRandom))).toBeNull();
    }
  });

  test("gives the kind that the most demanding signature wants", () => {
    const kinds = {
      "hub-sha256": /^[\w-]{43}$/,
      standard: /^whsec_.{44}$/,
      "standard-ed25519": /^whsk_.{88}$/,
    };
    for (const [scheme, kind] of Object.entries(kinds)) {
      const profile = signingBy("hmac-base64", scheme as SchemeName);
      expect(generateSecret(profile, testRandom)).toMatch(kind);
      expect(secretFault(profile, generateSecret(profile, testRandom))).toBeNull();
    }
  });
});
