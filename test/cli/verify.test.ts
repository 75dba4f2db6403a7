import { expect, test } from "bun:test";
import { createHmac } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { posthorn, temporaryFolder } from "./posthorn.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const BODY = '{"id":"evt_1"}';

function standardHeaders(moment = new Date()): string[] {
  return [
    ...["--header", "Webhook-Id: evt_1"],
    ...["--header", `Webhook-Timestamp: ${Math.floor(moment.getTime() / 1000)}`],
    ...["--header", `Webhook-Signature: ${new Webhook(SECRET).sign("evt_1", moment, BODY)}`],
  ];
}

const hub = (body: string) => `sha256=${createHmac("sha256", "s3cret").update(body).digest("hex")}`;
const hubArgs = ["verify", "--scheme", "hub-sha256", "--secret", "s3cret"];

test("verify accepts a genuine request by its headers", async () => {
  const { out, err, code } = await posthorn(["verify", "--secret", SECRET, ...standardHeaders()], {}, BODY);
  expect({ out, err, code }).toEqual({ out: "The signature is genuine.\n", err: "", code: 0 });
});

test("verify reads secret and body from files, and parts from options", async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, "secret"), "s3cret\n");
  writeFileSync(join(folder.path, "body"), "\uFEFFbody\n");
  const files = ["--secret-file", join(folder.path, "secret"), "--body-file", join(folder.path, "body")];
  const args = ["verify", "--scheme", "hub-sha256", "--signature", hub("\uFEFFbody\n"), ...files];
  expect((await posthorn(args)).code).toBe(0);
});

test("verify takes standard input byte for byte", async () => {
  expect((await posthorn([...hubArgs, "--signature", hub("\uFEFFbody\n")], {}, "\uFEFFbody\n")).code).toBe(0);
});

test("verify refuses another body with the reason", async () => {
  const { out, err, code } = await posthorn([...hubArgs, "--signature", hub("one")], {}, "two");
  expect(err).toBe("The signature is not this secret's signature of this body.\n");
  expect({ out, code }).toEqual({ out: "", code: 1 });
});

test("verify refuses an old request, unless the tolerance allows it", async () => {
  const args = ["verify", "--secret", SECRET, ...standardHeaders(new Date(Date.now() - 3_600_000))];
  const { err, code } = await posthorn(args, {}, BODY);
  expect(err).toContain("old");
  expect(code).toBe(1);
  expect((await posthorn([...args, "--tolerance", "7200"], {}, BODY)).code).toBe(0);
});

test.concurrent.each([
  [["verify"], "Give --secret or --secret-file."],
  [["verify", "--secret", SECRET], 'Give --timestamp, or --header "webhook-timestamp: ...".'],
  [hubArgs, 'Give --signature, or --header "x-hub-signature-256: ...".'],
  [
    ["verify", "--secret", SECRET, "--id", "a", "--timestamp", "now", "--signature", "v1,x"],
    "The timestamp must be whole seconds since 1970, not now.",
  ],
  [["verify", "--secret-file", "/nowhere/secret"], "Cannot read /nowhere/secret"],
  [["verify", "--secret", "a", "--secret-file", "b"], "cannot be used with option"],
  [["verify", "--tolerance", "long"], "It must be whole seconds."],
])("%j is bad usage", async (args, text) => {
  const { err, code } = await posthorn(args);
  expect(err).toContain(text);
  expect(code).toBe(2);
});
