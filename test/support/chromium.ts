import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

/** A browser that may be on this machine, and how it is started. */
export type Candidate = {
  /** Where it was looked for, for people. */
  origin: string;
  /** Resolves with the program's path, and what its environment has besides; throws when there is none. */
  locate(): Promise<{ path: string; env?: Record<string, string> }>;
};

/** `PATH` is where programs are looked for; `CHROMIUM` names the browser to use and no other. */
export type Surroundings = { PATH?: string | undefined; CHROMIUM?: string | undefined };

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** Talks to nobody but us. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The browsers to try, best first: the one that was named, else those on the PATH, else the one that an npm package carries. */
export function candidates({ PATH = "", CHROMIUM }: Surroundings, carried = carriedByNpm): Candidate[] {
  if (CHROMIUM) return [{ origin: `CHROMIUM=${CHROMIUM}`, locate: async () => ({ path: CHROMIUM }) }];
  const found = NAMES.map((name) => Bun.which(name, { PATH })).filter((path) => path !== null);
  return [...found.map((path) => ({ origin: path, locate: async () => ({ path }) })), carried];
}

/** No browser could be started; the message says what was tried, in one line. */
export class NoBrowser extends Error {}

/** Starts the first of the browsers that can be started. Throws `NoBrowser`. */
export async function launchFirst(from: Candidate[]): Promise<Browser> {
  const tried: string[] = [];
  for (const { origin, locate } of from) {
    try {
      const { path: executablePath, env } = await locate();
      return await chromium.launch({
        executablePath,
        args: FLAGS,
        ...(env && { env: { ...process.env, ...env } }),
      });
    } catch (error) {
      tried.push(`${origin}: ${firstLine(error)}`);
    }
  }
  throw new NoBrowser(`no browser could be started (${tried.join("; ")})`);
}

const firstLine = (error: unknown) => String((error as Error).message ?? error).split("\n", 1)[0];

/** As `launchFirst`, with what this process finds. */
export function launchChromium(): Promise<Browser> {
  const { PATH, CHROMIUM } = process.env;
  return launchFirst(candidates({ PATH, CHROMIUM }));
}

const PACKAGE = "@sparticuz/chromium";

/**
 * The Chromium that the package carries compressed, for Linux on x64, with the libraries and the font that a bare machine
 * does not have: it needs the C library alone.
 */
export const carriedByNpm: Candidate = {
  origin: PACKAGE,
  async locate() {
    const target = `${process.platform}-${process.arch}`;
    if (target !== "linux-x64") throw new Error(`it carries none for ${target}`);
    const dir = await unpacked();
    // Without a language of the system's it would tell pages "en-US@posix", which is no language.
    const env = {
      LANG: "en_US.UTF-8",
      LD_LIBRARY_PATH: join(dir, "al2023/lib"),
      FONTCONFIG_FILE: join(dir, FONTS),
    };
    return { path: join(dir, "chromium"), env };
  },
};

/** The folder with the browser; unpacks it when nobody has, whole or not at all. */
async function unpacked(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve(PACKAGE);
  const root = dirname(dirname(entry));
  const { version } = await Bun.file(join(root, "package.json")).json();
  const dir = join(root, `unpacked-${version}`);
  if (existsSync(dir)) return dir;
  const staging = mkdtempSync(`${dir}-`);
  try {
    await unpack(join(root, "bin"), staging);
    await Bun.write(join(staging, FONTS), fontsIn(dir));
    renameSync(staging, dir);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    // Another process was quicker.
    if (!existsSync(dir)) throw error;
  }
  return dir;
}

const FONTS = "fonts.conf";

/** The system's fonts and the package's one: without any Chromium ends at the first letter. Source: fonts-conf(5). */
const fontsIn = (dir: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${dir}/fonts/fonts</dir>
  <cachedir>${dir}/fonts-cache</cachedir>
</fontconfig>
`;

const ARCHIVES = ["chromium.br", "al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"];

/** The package unpacks into the folder for temporary files: a process of its own has `to` for that. */
async function unpack(from: string, to: string): Promise<void> {
  const program = `
    import { inflate } from ${JSON.stringify(PACKAGE)};
    await Promise.all(${JSON.stringify(ARCHIVES.map((name) => join(from, name)))}.map((path) => inflate(path)));`;
  const command = [process.execPath, "-e", program];
  const child = Bun.spawn(command, { cwd: from, env: { TMPDIR: to }, stderr: "pipe" });
  const errors = await new Response(child.stderr).text();
  if ((await child.exited) !== 0) throw new Error(`it cannot be unpacked: ${errors.trim()}`);
}
