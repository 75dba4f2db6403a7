import { test as always, expect } from "bun:test";
import fc from "fast-check";
import { curlOf as commandOf } from "../../public/pages/delivery/curl.ts";
import { BASH, hasBash } from "../support/shell.ts";

const test = always.skipIf(!hasBash());

const curlOf = (attempt: Parameters<typeof commandOf>[0]) => commandOf(attempt, "Some values are masked.");

/** What curl would be given, as bash reads the command; nothing else may run. */
async function argumentsOf(command: string): Promise<string[]> {
  const script = `PATH=; curl() { printf '%s\\0' "$@"; }\n${command}`;
  const shell = Bun.spawn([BASH, "--norc", "-c", script], { env: {}, stdout: "pipe", stderr: "pipe" });
  const [out, err] = await Promise.all([
    new Response(shell.stdout).text(),
    new Response(shell.stderr).text(),
  ]);
  expect(err).toBe("");
  return out.split("\0").slice(0, -1);
}

const requestOf = (headers: [string, string][], body: string) => ({
  request: { url: "https://example.com/hooks?a=[1-3]&b={x,y}", headers, body },
});

test("the command sends the request as it was, whatever is in it", async () => {
  const text = fc
    .string({ unit: "binary", maxLength: 60 })
    .filter((one) => !one.includes("\0") && one.isWellFormed());
  await fc.assert(
    fc.asyncProperty(text, text, async (value, body) => {
      const command = curlOf(
        requestOf(
          [
            ["content-type", "text/plain"],
            ["x-value", `v${value}`],
          ],
          body,
        ),
      );
      expect(await argumentsOf(command)).toEqual([
        "--globoff",
        ...["--request", "POST", "--url", "https://example.com/hooks?a=[1-3]&b={x,y}"],
        ...["--header", "content-type: text/plain", "--header", `x-value: v${value}`],
        ...["--data-raw", body],
      ]);
    }),
    { numRuns: 15 },
  );
});

test("quotes, commands, files and escapes of a terminal are text", async () => {
  const bodies = [
    "'; rm -rf / #",
    "$(id) `id` $HOME !!",
    "@/etc/passwd",
    "\u001b[201~id\r",
    "\\x41\u009b\\",
    "a\nb\tc",
  ];
  for (const body of bodies) {
    const command = curlOf(requestOf([], body));
    expect((await argumentsOf(command)).at(-1)).toBe(body);
    expect(command).not.toMatch(/[^\P{C}\n\t]/u);
  }
});

test("curl adds no type of its own and leaves no empty header out", async () => {
  const command = curlOf(requestOf([["x-empty", ""]], "{}"));
  expect(await argumentsOf(command)).toEqual(expect.arrayContaining(["x-empty;", "content-type:"]));
});

test("a masked secret stays masked, and the command says so without running anything", async () => {
  const command = curlOf(requestOf([["authorization", "Bear••••"]], "{}"));
  expect(command).toStartWith("# ");
  expect(await argumentsOf(command)).toContain("authorization: Bear••••");
});
