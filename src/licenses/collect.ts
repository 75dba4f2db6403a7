import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { standardTexts } from "./standard-texts.ts";

/** `license` is what the package names, an SPDX expression in most cases; `text` is the text it comes with. */
export type License = { name: string; version: string; license: string; text: string };

type Manifest = {
  name: string;
  version: string;
  license?: string;
  author?: string | { name?: string };
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

const root = join(import.meta.dir, "..", "..");

/** The licences of every package that the executable is made of, and of Bun itself, by name. Throws for one without a text. */
export function collectLicenses(): License[] {
  const folders = new Set<string>();
  for (const name of Object.keys(manifestOf(root).dependencies ?? {})) follow(name, root, folders);
  const packages = [...folders].map(licenseOf).toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return [bun(), ...packages];
}

function follow(name: string, from: string, folders: Set<string>): void {
  const folder = folderOf(name, from);
  // An optional one is not installed on machines that it is not for.
  if (folder === null || folders.has(folder)) return;
  folders.add(folder);
  const { dependencies, optionalDependencies } = manifestOf(folder);
  for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) follow(next, folder, folders);
}

/** As Node finds a package: in the nearest `node_modules` above. */
function folderOf(name: string, from: string): string | null {
  const folder = join(from, "node_modules", name);
  if (existsSync(join(folder, "package.json"))) return folder;
  return from === root || from === dirname(from) ? null : folderOf(name, dirname(from));
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

const TEXTS = /^(un)?(licen[cs]e|copying|notice)/i;

function licenseOf(folder: string): License {
  const manifest = manifestOf(folder);
  const { name, version, license = "not named" } = manifest;
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (one) => one.isFile() && TEXTS.test(one.name),
  );
  const own = files.map((file) => readFileSync(join(folder, file.name), "utf8").trim()).join("\n\n");
  return { name, version, license, text: own || standardText(manifest) };
}

function standardText({ name, license = "", author }: Manifest): string {
  if (license === "Apache-2.0") return readFileSync(join(root, "LICENSE"), "utf8").trim();
  const by = (typeof author === "string" ? author : author?.name) ?? `the authors of ${name}`;
  const text = standardTexts[license]?.(by);
  if (text === undefined) throw new Error(`${name} brings no text of its license "${license}"`);
  return text.trim();
}

/** What Bun's own documentation says of its license and of those of what it is linked with. */
function bun(): License {
  const page = readFileSync(join(root, "node_modules/bun-types/docs/project/license.mdx"), "utf8");
  const text = page.replace(/^---[\s\S]*?---\s*/, "").trim();
  return { name: "bun", version: Bun.version, license: "MIT and others", text };
}
