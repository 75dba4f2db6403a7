import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Glob } from "bun";

const root = join(import.meta.dir, "..");
const places = new Glob("{src,test,public}/**/*.{ts,tsx,css,sql}");

const readme = await Bun.file(join(root, "README.md")).text();
const sections = new Set([...readme.matchAll(/^#{2,3} (.+)$/gm)].map(([, title]) => title));

/** What stands in a file's comments, on one line. */
const commentsOf = (text: string) =>
  [...text.matchAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*(?:\n\s*\/\/.*)*/gm)]
    .map(([comment]) => comment.replace(/\n\s*(?:\*|\/\/)/g, " "))
    .join("\n");

/** Names of documents, sections of README and paths in a text that are nowhere in this repository. */
function dangling(text: string): string[] {
  const documents = [...text.matchAll(/(?<![\w./-])[\w-]+\.md\b/g)].map(([name]) => name);
  const paths = [...text.matchAll(/(?<![\w./@-])(?:src|test|public)\/[\w./-]*[\w]/g)].map(([path]) => path);
  const named = [...text.matchAll(/README(?:\.md)?,? "([^"]+)"/g)].map(([, section = ""]) => section);
  const seeds = [...text.matchAll(/\bseeds? (\d+)/gi)].map(([, seed = ""]) => seed);
  return [
    ...[...documents, ...paths].filter((path) => !existsSync(join(root, path))),
    ...named.filter((section) => !sections.has(section)).map((section) => `README, "${section}"`),
    ...seeds.filter((seed) => !/^00[0-4]$/.test(seed)).map((seed) => `seed ${seed}`),
  ];
}

test("what comments name as their sources can be opened", async () => {
  const found: Record<string, string[]> = {};
  for await (const path of places.scan({ cwd: root })) {
    if (join(root, path) === import.meta.path) continue;
    const missing = dangling(commentsOf(await Bun.file(join(root, path)).text()));
    if (missing.length > 0) found[path] = missing;
  }
  expect(found).toEqual({});
});

test("a source that is not there is found, however the comment is written", () => {
  const text = [
    "/** As nowhere.md says, or",
    ' * README, "No such section"; src/nowhere/at-all.ts. */',
    'const url = "https://example.com/elsewhere.md"',
    ' // README, "API" is there.',
    "// Source: seed 009.",
  ].join("\n");
  expect(dangling(commentsOf(text))).toEqual([
    "nowhere.md",
    "src/nowhere/at-all.ts",
    'README, "No such section"',
    "seed 009",
  ]);
  expect(dangling("RFC 9110, README, README.md, src/wire and seed 000")).toEqual([]);
});
