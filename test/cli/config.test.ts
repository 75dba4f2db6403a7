import { expect, test } from "bun:test";
import { settings } from "../../src/config/settings.ts";
import { posthorn } from "./posthorn.ts";

const secrets = {
  POSTHORN_API_KEY: "hush".repeat(6),
  POSTHORN_MASTER_KEY: Buffer.from("hush".repeat(8)).toString("base64"),
  POSTHORN_ADMIN_EMAIL: "a@example.com",
  POSTHORN_ADMIN_PASSWORD: "hush hush hush",
  POSTHORN_DATABASE_AUTH_TOKEN: "hush",
  POSTHORN_SMTP_URL: "smtp://hush:hush@mail.example.com",
  POSTHORN_EGRESS_PROXY: "http://hush:hush@proxy.example.com",
  POSTHORN_METRICS_TOKEN: "hush",
};

test("config show lists every setting with value and source, and no secret", async () => {
  const { out, err, code } = await posthorn(["config", "show"], { ...secrets, POSTHORN_ROLE: "api" });
  for (const { name } of Object.values(settings)) expect(out).toMatch(new RegExp(`^${name} `, "m"));
  expect(out).toMatch(/^POSTHORN_API_KEY +env +\*{8}$/m);
  expect(out).toMatch(/^POSTHORN_ROLE +env +api$/m);
  expect(out).toMatch(/^POSTHORN_LISTEN +default +127\.0\.0\.1:8080$/m);
  expect(out).not.toContain("hush");
  expect(out).not.toContain(secrets.POSTHORN_MASTER_KEY);
  expect({ err, code }).toEqual({ err: "", code: 0 });
});

test("config check succeeds on good settings, with a warning for an unknown name", async () => {
  expect(await posthorn(["config", "check"], { ...secrets, POSTHORN_LISTENN: "x" })).toEqual({
    out: "The settings are right.\n",
    err: "warning: POSTHORN_LISTENN is not a setting; did you mean POSTHORN_LISTEN?\n",
    code: 0,
  });
});

test("an unknown name is told beside what is wrong: it may be why", async () => {
  const { err, code } = await posthorn(["config", "check"], { POSTHORN_ROLE: "both", POSTHORN_LISTENN: "x" });
  expect({ err: err.split("\n").slice(1), code }).toEqual({
    err: [
      expect.stringContaining("  POSTHORN_ROLE: expected "),
      "  POSTHORN_LISTENN is not a setting; did you mean POSTHORN_LISTEN?",
      "",
    ],
    code: 2,
  });
});

test.concurrent.each([[["config", "check"]], [["config", "show"]], [["serve"]], [["healthcheck"]]])(
  "%j prints every fault, exits with 2 and prints no secret",
  async (words) => {
    const bad = { POSTHORN_API_KEY: "hush", POSTHORN_ROLE: "both", POSTHORN_MASTER_KEY: "hush" };
    const { out, err, code } = await posthorn(words, bad);
    expect(err.split("\n")).toEqual([
      "These settings are wrong:",
      "  POSTHORN_API_KEY: expected at least 24 printable ASCII characters without spaces",
      "  POSTHORN_MASTER_KEY: expected exactly 32 bytes in base64, as `openssl rand -base64 32` prints them",
      '  POSTHORN_ROLE: expected all, api, or worker, not "both"',
      "",
    ]);
    expect({ out, code }).toEqual({ out: "", code: 2 });
  },
);
