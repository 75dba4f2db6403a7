import { expect, test } from "bun:test";
import { createVault } from "../src/vault.ts";

const vault = createVault(Buffer.alloc(32, 1));

test.each(["", "whsec_abc", "é 😀", "x".repeat(10_000)])("what is sealed opens again: %p", (plain) => {
  expect(vault.open(vault.seal(plain, "a"), "a")).toBe(plain);
});

test("the same text is sealed differently each time, and shows nothing of itself", () => {
  const [one, two] = [vault.seal("whsec_secret", "a"), vault.seal("whsec_secret", "a")];
  expect(one).not.toBe(two);
  expect(one).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
  expect(Buffer.from(one.split(".")[3] ?? "", "base64url").toString("latin1")).not.toContain("whsec");
});

test("what was sealed for one row does not open for another", () => {
  expect(() => vault.open(vault.seal("s", "webhook-secret:wh_1"), "webhook-secret:wh_2")).toThrow();
});

test("another master key is named in the refusal", () => {
  const other = createVault(Buffer.alloc(32, 2));
  expect(() => other.open(vault.seal("s", "a"), "a")).toThrow(
    /^a secret was sealed with the master key [0-9a-f]{8}, not with/,
  );
});

test("an unknown format is refused", () => {
  expect(() => vault.open(vault.seal("s", "a").replace("v1", "v2"), "a")).toThrow("unknown format v2");
});

test("a sealed text that was changed or cut short at any place is refused", () => {
  const [version, id, nonce, body = ""] = vault.seal("a secret text", "a").split(".");
  const bytes = Buffer.from(body, "base64url");
  const open = (changed: Uint8Array) =>
    vault.open([version, id, nonce, Buffer.from(changed).toString("base64url")].join("."), "a");
  expect(open(bytes)).toBe("a secret text");
  for (let place = 0; place < bytes.length; place++) {
    const changed = Buffer.from(bytes);
    changed[place] = (changed[place] ?? 0) ^ 1;
    expect(() => open(changed)).toThrow();
    expect(() => open(bytes.subarray(0, place))).toThrow();
  }
});
