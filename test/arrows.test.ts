import { expect, test } from "bun:test";
import { dirname, join, normalize } from "node:path";
import { Glob } from "bun";

/** What the folders of `src` may import of each other; files at the top level may import all of them. */
const arrows: Record<string, string[]> = {
  wire: [],
  egress: [],
  config: [],
  build: [],
  db: [],
  outbox: ["db", "wire"],
  worker: ["outbox", "egress", "wire", "db"],
  sandbox: ["wire"],
  notify: ["outbox", "db", "wire"],
  http: ["db", "wire"],
  modules: ["http", "notify", "sandbox", "worker", "outbox", "egress", "wire", "db"],
  licenses: [],
  cli: ["config", "licenses", "wire"],
};

/** Top-level files that anything but `wire` may import; `clock` and the like import nothing of ours themselves. */
const leaves = ["clock.ts", "ids.ts", "log.ts", "vault.ts", "start-error.ts", "least-used.ts"];

/** Packages that only these places may import. */
const owners: Record<string, RegExp> = {
  elysia: /^src\/(modules|http|app\.ts)/,
  croner: /^src\/worker\/scheduler\.ts$/,
  "undici/index.js": /^src\/egress\//,
  undici: /^src\/egress\//,
  "drizzle-orm": /^src\/(outbox|db|modules)\//,
  "@libsql/client": /^src\/db\//,
  commander: /^src\/cli\//,
  nodemailer: /^src\/notify\//,
  ajv: /^src\/sandbox\//,
  "ajv-formats": /^src\/sandbox\//,
  jsonata: /^src\/sandbox\//,
  re2js: /^src\/sandbox\//,
};

type Import = { from: string; to: string };

async function imports(): Promise<Import[]> {
  const found: Import[] = [];
  for await (const from of new Glob("src/**/*.ts").scan(".")) {
    const text = await Bun.file(from).text();
    for (const [, to = ""] of text.matchAll(/(?:from|import\()\s*"([^"]+)"/g)) found.push({ from, to });
  }
  return found;
}

const folderOf = (path: string) => /^src\/([^/]+)\//.exec(path)?.[1];

function isAllowed({ from, to }: Import): boolean {
  const folder = folderOf(from);
  const target = normalize(join(dirname(from), to));
  if (folder === undefined || !target.startsWith("src/")) return true;
  const other = folderOf(target);
  if (other === undefined)
    return folder !== "wire" && [...leaves, ...(extra[folder] ?? [])].includes(target.slice(4));
  return other === folder || (arrows[folder] ?? []).includes(other);
}

/** Top-level files that a folder may import beyond the leaves. */
const extra: Record<string, string[]> = { cli: ["config.ts"], config: ["config.ts"] };

test("imports between folders go one way", async () => {
  const own = (await imports()).filter(({ to }) => to.startsWith("."));
  expect(own.length).toBeGreaterThan(100);
  expect(own.filter((one) => !isAllowed(one))).toEqual([]);
});

test("each of these packages is imported in its own place only", async () => {
  const foreign = (await imports()).filter(({ from, to }) => {
    const owner = Object.entries(owners).find(([name]) => to === name || to.startsWith(`${name}/`))?.[1];
    return owner !== undefined && !owner.test(from);
  });
  expect(foreign).toEqual([]);
});

test("undici is never imported by the name that Bun replaces with a shim, but for its types", async () => {
  for await (const path of new Glob("src/**/*.ts").scan("."))
    expect((await Bun.file(path).text()).match(/^import (?!type).* from "undici";/gm) ?? []).toEqual([]);
});

test("only main reads the environment and ends the process", async () => {
  for await (const path of new Glob("src/**/*.ts").scan(".")) {
    if (["src/main.ts", "src/build.ts"].includes(path)) continue;
    expect({ path, found: (await Bun.file(path).text()).match(/(?<!")process\.(env|exit)\b/g) }).toEqual({
      path,
      found: null,
    });
  }
});

/** What the page may take of the server beyond types: it is bundled with all that it imports. */
const shared = /^src\/(wire\/|http\/(scopes|roles)\.ts$)/;

test("the page bundles nothing of the server but what is pure", async () => {
  const found: string[] = [];
  for await (const from of new Glob("public/**/*.{ts,tsx}").scan(".")) {
    const text = await Bun.file(from).text();
    for (const [, to = ""] of text.matchAll(/^(?:import|export) (?!type\b)[^;]*? from "(\.[^"]+)";/gm)) {
      const target = normalize(join(dirname(from), to));
      if (target.startsWith("src/")) found.push(target);
    }
  }
  expect(found).toEqual(expect.arrayContaining(["src/http/scopes.ts", "src/http/roles.ts"]));
  expect(found.filter((target) => !shared.test(target))).toEqual([]);
});

test.each(["scopes", "roles"])("the list of %s imports nothing", async (list) => {
  expect(await Bun.file(`src/http/${list}.ts`).text()).not.toMatch(/^import /m);
});

test("no file of the page imports itself by way of others", async () => {
  const imported = new Map<string, string[]>();
  for await (const from of new Glob("public/**/*.{ts,tsx}").scan(".")) {
    const text = await Bun.file(from).text();
    const named = [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, to = ""]) => to);
    imported.set(
      from,
      named.map((to) => normalize(join(dirname(from), to))),
    );
  }
  expect(imported.size).toBeGreaterThan(100);
  expect(circles(imported)).toEqual([]);
});

/** Ways that lead back to a file that they have passed, each told once. */
function circles(imported: Map<string, string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, way: string[]) => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file]);
    if (done.has(file) || way.includes(file)) return;
    for (const next of imported.get(file) ?? []) walk(next, [...way, file]);
    done.add(file);
  };
  for (const file of imported.keys()) walk(file, []);
  return found;
}
