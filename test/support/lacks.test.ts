import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Candidate, candidates, carriedByNpm, launchFirst, NoBrowser } from "./chromium.ts";
import { lacking, type Need, notTested, refusal } from "./lacks.ts";

/** Where Linux on x64 has its C library's loader: what the carried browser needs. */
const LOADER = "/lib64/ld-linux-x86-64.so.2";

const absent: Candidate = {
  origin: "nowhere",
  locate: () => Promise.reject(new Error("it is not there\nat all")),
};

test("with an empty PATH the browser that npm carries is the only one to try", () => {
  expect(candidates({ PATH: "" })).toEqual([carriedByNpm]);
});

test.skipIf(!existsSync(LOADER))("with an empty PATH that browser shows a page", async () => {
  await using browser = await launchFirst(candidates({ PATH: "" }));
  const page = await browser.newPage();
  await page.setContent("<title>It is shown</title><p>أهلاً");
  expect(await page.title()).toBe("It is shown");
  expect(await page.evaluate(() => navigator.language)).toBe("en-US");
});

test("a browser that CHROMIUM names is the only one to try", async () => {
  const named = candidates({ CHROMIUM: "/nowhere/chromium", PATH: process.env.PATH });
  expect(named.map(({ origin }) => origin)).toEqual(["CHROMIUM=/nowhere/chromium"]);
  await expect(launchFirst(named)).rejects.toThrow("CHROMIUM=/nowhere/chromium: ");
});

test("where none can be started, one line says what was tried", async () => {
  const error = await launchFirst([absent, absent]).catch((thrown) => thrown);
  expect(error).toBeInstanceOf(NoBrowser);
  expect(error.message).toBe(
    "no browser could be started (nowhere: it is not there; nowhere: it is not there)",
  );
});

const need = (what: string, here: boolean, more: Partial<Need> = {}): Need => ({
  what,
  get: `get ${what}`,
  isHere: () => here,
  ...more,
});

test("what is not here is told in one line, with how to get it", async () => {
  const lacks = await lacking([need("pages", false), need("disks", true), need("code", false)]);
  expect(notTested(lacks)).toBe("Not tested on this machine: pages (get pages); code (get code).");
  expect(notTested([])).toBeNull();
});

test.each([
  ["true", "CI=true asks for a full run. Not tested on this machine: pages (get pages)."],
  ["1", "CI=1 asks for a full run. Not tested on this machine: pages (get pages)."],
  ["false", null],
  ["", null],
  [undefined, null],
])("with CI=%p a missing browser gives %p", (ci, expected) => {
  const lacks = [need("pages", false, { isRequiredInCi: true }), need("code", false)];
  expect(refusal(lacks, ci)).toBe(expected);
  expect(refusal([need("code", false)], ci)).toBeNull();
});

test("a run with an empty PATH passes, and its last line says what was not tested", async () => {
  const root = join(import.meta.dir, "../..");
  const command = [process.execPath, "test/run.ts", "test/ids.test.ts"];
  const child = Bun.spawn(command, { cwd: root, env: { PATH: "" }, stdout: "pipe", stderr: "pipe" });
  const output = await new Response(child.stderr).text();
  expect(await child.exited).toBe(0);
  expect(output.trimEnd().split("\n").at(-1)).toStartWith("Not tested on this machine: ");
  expect(output).toContain("documentation's code in python (install python3)");
});
