import { describe, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Case, casesAt, profiles, snippetOf } from "./cases.ts";
import { hasEd25519, isHere, type Runner, readRunner, runners } from "./languages.ts";

/** Go compiles its standard library on first use. */
const SLOW_MS = 120_000;

describe("the documentation's verification code", () => {
  for (const runner of runners) {
    const without = hasEd25519(runner) ? [] : ["standard_ed25519"];
    test.skipIf(!isHere(runner))(
      `in ${[runner.language, ...without].join(", without ")} takes what is genuine and refuses everything else`,
      async () => {
        const cases = casesAt(Date.now()).filter(({ snippet }) => !without.includes(snippet));
        const answers = await run(runner, cases);
        const judged = cases.map((one, at) => ({ ...told(one), answer: answers[at] }));
        expect(judged).toEqual(cases.map((one) => ({ ...told(one), answer: String(one.genuine) })));
      },
      SLOW_MS,
    );
  }

  test("is there in every language for every scheme", () => {
    expect(runners.length).toBe(8);
    for (const { language } of runners)
      for (const [name, profile] of Object.entries(profiles))
        expect({ language, name, code: snippetOf(profile, language) }).toEqual({
          language,
          name,
          code: expect.not.stringMatching(/__[A-Z_]+__|^===/m),
        });
  });
});

const told = ({ snippet, what }: Case) => ({ snippet, what });

/** The answers of a language's snippets to the cases, in their order, from one program for all of them. */
async function run(runner: Runner, cases: Case[]): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), `posthorn-docs-${runner.language}-`));
  try {
    const names = [...new Set(cases.map(({ snippet }) => snippet))];
    for (const [path, content] of await filesOf(runner, names)) await Bun.write(join(dir, path), content);
    await Bun.write(join(dir, "cases.tsv"), `${cases.map(line).join("\n")}\n`);
    let output = "";
    for (const command of runner.commands(names)) output = await execute(command, dir);
    return output.trimEnd().split("\n");
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function filesOf(runner: Runner, names: string[]): Promise<[path: string, content: string][]> {
  const snippets = names.map((name) => {
    const profile = profiles[name];
    const code = profile && snippetOf(profile, runner.language);
    if (code === undefined) throw new Error(`${runner.language} has no snippet for ${name}`);
    return runner.file(name, code);
  });
  return [...snippets, await runner.runner(names, readRunner)];
}

function line({ snippet, body, headers, secret }: Case): string {
  const lines = headers.map(([name, value]) => `${name}: ${value}\n`).join("");
  return [snippet, ...[body, lines, secret].map((text) => Buffer.from(text).toString("base64"))].join("\t");
}

async function execute(command: string[], cwd: string): Promise<string> {
  // Nothing of it may ask the network for a tool or a module.
  const env = { ...process.env, GOTOOLCHAIN: "local", GOPROXY: "off", GOFLAGS: "-mod=mod", GOWORK: "off" };
  const child = Bun.spawn(command, { cwd, env, stdout: "pipe", stderr: "pipe" });
  const textOf = (stream: ReadableStream) => new Response(stream).text();
  const [output, errors] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")}: ${errors}`);
  return output;
}
