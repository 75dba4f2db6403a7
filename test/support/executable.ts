import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Answer } from "./node.ts";

const root = join(import.meta.dir, "../..");
/** POSTHORN_EXECUTABLE runs the same suites on another build. */
const path = process.env.POSTHORN_EXECUTABLE ?? join(root, "dist/posthorn");

export const KEY = "e2e-root-key-0123456789abcdef";

/** A folder of its own, removed by `using`. Others may enter it, so that a process may run as somebody else. */
export function emptyFolder(): { path: string } & Disposable {
  const folder = mkdtempSync(join(tmpdir(), "posthorn-e2e-"));
  return { path: folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The built executable's path; builds it when nobody has. */
export function executablePath(): string {
  if (existsSync(path)) return path;
  const { exitCode, stderr } = Bun.spawnSync([process.execPath, "src/build.ts"], { cwd: root });
  if (exitCode === 0) return path;
  throw new Error(`dist/posthorn is missing; \`bun run build\` makes it, but failed:\n${stderr}`);
}

export type RunOptions = {
  /** Where it runs; its data folder is `data` below. */
  dir: string;
  /** All of its environment. */
  env?: Record<string, string>;
  args?: string[];
  /** The command and its arguments that start it; the built executable unless given. */
  command?: string[];
  /** Who runs it; who runs the tests unless given. */
  user?: { uid?: number; gid?: number };
  stdin?: string;
};

function spawn({
  dir,
  env = {},
  args = [],
  command = [executablePath()],
  user = {},
  stdin = "",
}: RunOptions) {
  return Bun.spawn([...command, ...args], {
    cwd: dir,
    env,
    ...user,
    stdin: Buffer.from(stdin),
    stdout: "pipe",
    stderr: "pipe",
  });
}

/** Runs a command of the executable to its end. */
export async function runExecutable(
  options: RunOptions,
): Promise<{ out: string; err: string; code: number }> {
  const child = spawn(options);
  const texts = [child.stdout, child.stderr].map((stream) => new Response(stream).text());
  const [out = "", err = ""] = await Promise.all(texts);
  return { out, err, code: await child.exited };
}

export type Executable = ReturnType<typeof spawnExecutable>;

/** Starts `serve --local` in `dir` on a free port, with nothing in its environment but a key and `env`. */
export function spawnExecutable(options: RunOptions) {
  const env = { POSTHORN_LISTEN: "127.0.0.1:0", POSTHORN_API_KEY: KEY, POSTHORN_LOG_FORMAT: "json" };
  const startedAt = performance.now();
  const child = spawn({ args: ["serve", "--local"], ...options, env: { ...env, ...options.env } });
  const output = gather([child.stdout, child.stderr]);
  let url = "";
  const givenKey = options.env?.POSTHORN_API_KEY ?? KEY;
  /** An empty one counts as unset: then it is the one that the instance made for itself. */
  const key = () => givenKey || readFileSync(join(options.dir, "data/api-key"), "utf8").trim();

  /** Resolves when the log has `text`; throws when the process ends without it. */
  async function logged(text: string): Promise<void> {
    if (await output.contains(text)) return;
    throw new Error(`it ended with ${await child.exited} and without "${text}":\n${output.text}`);
  }

  async function end(signal: NodeJS.Signals): Promise<number> {
    child.kill(signal);
    return child.exited;
  }

  return {
    pid: child.pid,
    exited: child.exited,
    logged,
    get url() {
      return url;
    },
    get log() {
      return output.text;
    },
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Sends the signal and resolves with the exit status once the process has ended. */
    end,
    /** Resolves when it is ready, with the milliseconds since it was spawned. */
    async ready(): Promise<number> {
      await logged('"msg":"listening"');
      url = /"url":"([^"]+)","version".*"msg":"listening"/.exec(output.text)?.[1] ?? "";
      const { status } = await fetch(`${url}/readyz`);
      if (status !== 200) throw new Error(`it listens but is not ready: ${status}`);
      return performance.now() - startedAt;
    },
    /** Asks the API: `call("POST", "/events", {...})`. Rejects when the process is gone. */
    async call<T = Record<string, unknown>>(
      method: string,
      route: string,
      body?: unknown,
      { headers = {} }: { headers?: Record<string, string> } = {},
    ): Promise<Answer<T>> {
      const response = await fetch(`${url}/api/v1${route}`, {
        method,
        headers: {
          authorization: `Bearer ${key()}`,
          ...(body !== undefined && { "content-type": "application/json" }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      return { status: response.status, headers: response.headers, body: (await response.json()) as T };
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await end("SIGKILL");
    },
  };
}

/** As `spawnExecutable`, and ready. */
export async function startExecutable(options: RunOptions): Promise<Executable> {
  const started = spawnExecutable(options);
  await started.ready();
  return started;
}

/** What the streams bring, as it comes. */
function gather(streams: ReadableStream<Uint8Array>[]) {
  const waiting = new Set<() => void>();
  const gathered = { text: "", ended: false, contains };
  void Promise.all(streams.map(drain)).then(() => {
    gathered.ended = true;
    for (const check of waiting) check();
  });

  async function drain(stream: ReadableStream<Uint8Array>): Promise<void> {
    for await (const chunk of stream) {
      gathered.text += Buffer.from(chunk).toString();
      for (const check of waiting) check();
    }
  }

  function contains(text: string): Promise<boolean> {
    return new Promise((resolve) => {
      const check = () => {
        if (!gathered.ended && !gathered.text.includes(text)) return;
        waiting.delete(check);
        resolve(gathered.text.includes(text));
      };
      waiting.add(check);
      check();
    });
  }

  return gathered;
}

/** Shows a figure that a suite has measured. */
export function report(figure: string): void {
  process.stdout.write(`  measured: ${figure}\n`);
}
