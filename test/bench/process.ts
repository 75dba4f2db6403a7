import { readFileSync } from "node:fs";

/** Starts a script of this folder under the same Bun; its first line of output resolves. */
export async function startScript(
  name: string,
  args: string[] = [],
): Promise<{ line: string; stop(): Promise<void> }> {
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/${name}`, ...args], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const line = await firstLine(child.stdout);
  return {
    line,
    stop: async () => {
      child.kill();
      await child.exited;
    },
  };
}

/** Runs a script to its end and parses what it printed. */
export async function runScript<T>(name: string, args: string[]): Promise<T> {
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/${name}`, ...args], {
    stdout: "pipe",
    stderr: "inherit",
  });
  const text = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error(`${name} failed`);
  return JSON.parse(text);
}

export async function firstLine(stream: ReadableStream<Uint8Array>, matching = /(.*)\n/): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`it ended before it said what was waited for: ${text}`);
    text += decoder.decode(value, { stream: true });
    const found = matching.exec(text)?.[1];
    if (found === undefined) continue;
    void drain(reader);
    return found;
  }
}

async function drain(reader: { read(): Promise<{ done: boolean }> }): Promise<void> {
  while (!(await reader.read()).done);
}

/** Memory of a process in MB (10^6 bytes), now and at its highest. */
export function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const field = (name: string) => (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) * 1024) / 1e6;
  return { now: field("VmRSS"), peak: field("VmHWM") };
}
