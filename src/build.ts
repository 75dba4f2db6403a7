/**
 * Builds the executable: `bun run build [--target linux-arm64-musl]`, for this machine unless told otherwise, as
 * `dist/posthorn`, or `dist/posthorn-<target>` for a target that is named.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import type { BunPlugin } from "bun";
import { hashOf } from "./db/native.ts";
import { buildPage } from "./http/page-build.ts";
import { collectLicenses } from "./licenses/collect.ts";

/** What Bun compiles for, and the package that has libSQL's native module for it. */
const targets = {
  "linux-x64": { cpu: "x64", native: "@libsql/linux-x64-gnu" },
  "linux-x64-baseline": { cpu: "x64", native: "@libsql/linux-x64-gnu" },
  "linux-x64-musl": { cpu: "x64", native: "@libsql/linux-x64-musl" },
  "linux-arm64": { cpu: "arm64", native: "@libsql/linux-arm64-gnu" },
  "linux-arm64-musl": { cpu: "arm64", native: "@libsql/linux-arm64-musl" },
} as const;

type Target = keyof typeof targets;

const root = dirname(import.meta.dir);

/**
 * libSQL computes the name of its native module at run time, which no bundler can follow: here it becomes a compressed file
 * inside the executable, which `src/db/native.ts` unpacks.
 */
function libsqlNative(compressed: string, hash: string): BunPlugin {
  const required = (path: string) => `require(${JSON.stringify(path)})`;
  const load = `${required(join(root, "src/db/native.ts"))}.loadNative(${required(compressed)}, ${JSON.stringify(hash)})`;
  return {
    name: "libsql native module",
    setup(build) {
      build.onLoad({ filter: /node_modules\/libsql\/index\.js$/ }, async ({ path }) => {
        const source = await Bun.file(path).text();
        const literal = source.replace(/^} = requireNative\(\);$/m, `} = ${load};`);
        if (literal === source)
          throw new Error("libsql/index.js has changed: the build plugin no longer fits it");
        return { contents: literal, loader: "js" };
      });
    },
  };
}

/**
 * Bun keeps a whole chunk in two bytes a letter for one letter beyond ASCII, such as a name in a licence's comment: for the
 * server's chunk that is 1.1 MB of the executable.
 */
const asciiUndici: BunPlugin = {
  name: "undici in ASCII",
  setup(build) {
    build.onLoad({ filter: /node_modules\/undici\/lib\/web\/fetch\/body\.js$/ }, async ({ path }) => {
      const source = await Bun.file(path).text();
      return { contents: source.replace(/[^\0-\x7f]/g, escaped), loader: "js" };
    });
  },
};

const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Puts the page's files into the executable, built and compressed as they are served; `aside` holds them until then. */
async function embeddedPage(aside: string): Promise<BunPlugin> {
  const imports: string[] = [];
  const entries: string[] = [];
  for (const [path, { type, gzip }] of await buildPage()) {
    const name = `file${imports.length}`;
    const packed = join(aside, `${name}.gz`);
    await Bun.write(packed, gzip);
    imports.push(`import ${name} from ${JSON.stringify(packed)};`);
    entries.push(`{ path: ${JSON.stringify(path)}, type: ${JSON.stringify(type)}, file: ${name} }`);
  }
  const contents = `${imports.join("\n")}\nexport const embedded = [${entries.join(", ")}];`;
  return {
    name: "the page",
    setup(build) {
      build.onLoad({ filter: /src\/http\/embedded-page\.ts$/ }, () => ({ contents, loader: "js" }));
    },
  };
}

/** Puts the licences of all packages into the executable, compressed; `aside` holds them until then. */
async function embeddedLicenses(aside: string): Promise<BunPlugin> {
  const packed = join(aside, "licenses.gz");
  await Bun.write(packed, Bun.gzipSync(Buffer.from(JSON.stringify(collectLicenses())), { level: 9 }));
  const contents = `import file from ${JSON.stringify(packed)};\nexport const embedded = file;`;
  return {
    name: "the licences",
    setup(build) {
      build.onLoad({ filter: /src\/licenses\/embedded\.ts$/ }, () => ({ contents, loader: "js" }));
    },
  };
}

/** Where a target's native module is; for another machine's, the locked package is installed aside. */
async function nativeModule({ cpu, native }: (typeof targets)[Target], aside: string): Promise<string> {
  const here = join(root, "node_modules", native, "index.node");
  if (await Bun.file(here).exists()) return here;
  for (const name of ["package.json", "bun.lock"])
    await Bun.write(join(aside, name), Bun.file(join(root, name)));
  const flags = ["--frozen-lockfile", "--ignore-scripts", "--production", "--os", "linux", "--cpu", cpu];
  const install = Bun.spawn([process.execPath, "install", ...flags], { cwd: aside, stdout: "ignore" });
  if ((await install.exited) !== 0) throw new Error(`${native} could not be installed`);
  return join(aside, "node_modules", native, "index.node");
}

async function build(named: Target | undefined): Promise<string> {
  const here = thisMachine();
  const target = named ?? supported(here);
  const aside = await mkdtemp(join(tmpdir(), "posthorn-build-"));
  const outfile = join(root, "dist", named ? `posthorn-${named}` : "posthorn");
  try {
    const native = join(aside, "libsql.zst");
    const module = await Bun.file(await nativeModule(targets[target], aside)).bytes();
    await Bun.write(native, Bun.zstdCompressSync(module, { level: 19 }));
    const { success, logs } = await Bun.build({
      entrypoints: ["main.ts", "db/worker.ts", "sandbox/worker.ts", "modules/event-types/yaml-worker.ts"].map(
        (path) => join(root, "src", path),
      ),
      loader: { ".zst": "file", ".gz": "file" },
      plugins: [
        libsqlNative(native, hashOf(module)),
        asciiUndici,
        await embeddedPage(aside),
        await embeddedLicenses(aside),
      ],
      minify: { whitespace: true, syntax: true },
      format: "esm",
      // Measured on Linux x64: splitting takes 3 MB less memory, as what is imported lazily is then not read before; bytecode
      // takes 130 ms less time to start and 10 MB more of the executable. Bytecode of another machine's Bun would crash.
      splitting: true,
      bytecode: target === here,
      compile: {
        outfile,
        ...(named && { target: `bun-${named}` }),
        autoloadDotenv: false,
        autoloadBunfig: false,
      },
    });
    if (!success) throw new AggregateError(logs, "the build failed");
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return outfile;
}

/** What Bun calls this machine. */
function thisMachine(): string {
  const { glibcVersionRuntime } = (
    process.report.getReport() as unknown as { header: Record<string, string> }
  ).header;
  return `${process.platform}-${process.arch}${glibcVersionRuntime ? "" : "-musl"}`;
}

function supported(machine: string): Target {
  if (machine in targets) return machine as Target;
  throw new Error(`there is no build for ${machine} yet; name a --target`);
}

const { values } = parseArgs({ options: { target: { type: "string" } } });
if (values.target !== undefined && !(values.target in targets)) {
  process.stderr.write(`--target must be one of ${Object.keys(targets).join(", ")}\n`);
  process.exit(2);
}
const outfile = await build(values.target as Target | undefined);
process.stdout.write(`${outfile} (${(Bun.file(outfile).size / 1e6).toFixed(1)} MB)\n`);
