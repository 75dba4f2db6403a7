import { expect, test } from "bun:test";
import { dependencies } from "../../package.json";
import { collectLicenses } from "../../src/licenses/collect.ts";
import { posthorn } from "./posthorn.ts";

test("every production dependency, what these depend on, and Bun have a license with its text", () => {
  const licenses = collectLicenses();
  const names = licenses.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([...Object.keys(dependencies), "bun", "libsql", "memoirist"]));
  expect(names).not.toContain("typescript");
  for (const { name, version, license, text } of licenses) {
    expect({ name, version, license }).toEqual({
      name,
      version: expect.stringMatching(/^\d/),
      license: expect.stringMatching(/\w/),
    });
    expect({ name, isText: text.length > 300 }).toEqual({ name, isText: true });
  }
});

test("licenses prints each package with its text, or the list alone", async () => {
  const [all, list] = [await posthorn(["licenses"]), await posthorn(["licenses", "--list"])];
  expect([all.code, list.code, all.err, list.err]).toEqual([0, 0, "", ""]);
  expect(list.out).toContain(`elysia ${dependencies.elysia}: MIT\n`);
  expect(list.out.split("\n").length).toBeGreaterThan(Object.keys(dependencies).length);
  expect(all.out).toContain(`ajv ${dependencies.ajv}: MIT\n\nThe MIT License`);
});

test("a reader that takes its time still gets all of a long text", async () => {
  const command = `"${process.execPath}" src/main.ts licenses | (sleep 0.3; cat)`;
  const shell = Bun.spawn(["sh", "-c", command], { stdout: "pipe" });
  const out = await new Response(shell.stdout).text();
  expect(out).toBe((await posthorn(["licenses"])).out);
});
