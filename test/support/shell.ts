import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const BASH = "/bin/bash";

export const hasBash = (): boolean => existsSync(BASH);

/** Runs a command of Posthorn's texts by `sh`, in `cwd`, with our stand-in as its curl; resolves with what it printed. */
export async function inShell(command: string, cwd = tmpdir()): Promise<string> {
  const bin = join(tmpdir(), `posthorn-curl-${process.pid}`);
  mkdirSync(bin, { recursive: true });
  try {
    const standIn = `'${process.execPath}' '${join(import.meta.dir, "curl.ts")}'`;
    writeFileSync(join(bin, "curl"), `#!/bin/sh\nexec ${standIn} "$@"\n`, { mode: 0o755 });
    return await run(command, { cwd, env: { PATH: `${bin}:${process.env.PATH}` } });
  } finally {
    rmSync(bin, { recursive: true });
  }
}

async function run(command: string, options: { cwd: string; env: Record<string, string> }): Promise<string> {
  const child = Bun.spawn(["/bin/sh", "-c", command], { ...options, stderr: "pipe" });
  const texts = [child.stdout, child.stderr].map((stream) => new Response(stream).text());
  const [out = "", err = ""] = await Promise.all(texts);
  const code = await child.exited;
  if (code !== 0) throw new Error(`${command}\nended with ${code}: ${err}`);
  return out;
}
