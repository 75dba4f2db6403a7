import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { CliError } from "./host.ts";

const ANSWER_MS = 3000;

/** An instance of Posthorn that this command talks to. */
export interface Remote {
  /** Without a slash at its end. */
  url: string;
  key: string;
}

export interface RemoteOptions {
  url?: string | undefined;
  key?: string | undefined;
}

/** Where an instance with this configuration is reached from its own machine. */
export function localUrl({ listen }: Pick<Config, "listen">): string {
  const host = { "0.0.0.0": "127.0.0.1", "::": "::1" }[listen.host] ?? listen.host;
  return `http://${host.includes(":") ? `[${host}]` : host}:${listen.port}`;
}

/** For commander: what `remoteOf` takes as `key`. */
export const keyOption = [
  "--key <key>",
  "API key (default: POSTHORN_API_KEY, or the file api-key in the data folder)",
] as const;

/** The instance that the options name; what they leave out is `url`, and the key that it has by its configuration. Throws a CliError. */
export function remoteOf(config: Config, url: string, options: RemoteOptions): Remote {
  if (options.url !== undefined && !/^https?:$/.test(URL.parse(options.url)?.protocol ?? ""))
    throw new CliError(`--url must be an http or https URL, not ${options.url}.`, 2);
  return {
    url: (options.url ?? url).replace(/\/+$/, ""),
    key: options.key ?? config.apiKey ?? madeKey(config),
  };
}

/** The key that an instance without POSTHORN_API_KEY made for itself. */
function madeKey({ dataDir }: Config): string {
  const path = join(dataDir, "api-key");
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    throw new CliError(`No API key: give --key, set POSTHORN_API_KEY, or make ${path} readable.`, 2);
  }
}

/** Whether anything answers at `url`, however it does. */
export async function answers(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  return fetch(`${url}/healthz`, { signal, redirect: "manual" }).then(
    () => true,
    ({ name }: Error) => name === "TimeoutError",
  );
}

/** As `ask`, with POST. */
export const post = (remote: Remote, path: string, init: BunFetchRequestInit = {}) =>
  ask(remote, "POST", path, init);

/** Asks the instance. Throws a CliError in plain words unless the answer is a success. */
export async function ask(
  remote: Remote,
  method: string,
  path: string,
  init: BunFetchRequestInit = {},
): Promise<Response> {
  const headers = { authorization: `Bearer ${remote.key}`, "content-type": "application/json" };
  const request = { method, headers, redirect: "manual", ...init } as const;
  const response = await fetch(remote.url + path, request).catch((error: Error) => {
    throw new CliError(`Posthorn does not answer at ${remote.url}: ${error.message}`, 1);
  });
  if (response.ok) return response;
  throw new CliError(inWords(response.status, await response.text()), 1);
}

interface Problem {
  title?: string;
  detail?: string;
  errors?: { pointer: string; detail: string }[];
}

/** A refusal for people: `body` is problem+json, or whatever a proxy in between answered. */
function inWords(status: number, body: string): string {
  const problem = parseProblem(body);
  if (!problem?.title) return `The answer was ${status}, and not from Posthorn: is the URL right?`;
  const summary = problem.detail ? `${problem.title}: ${problem.detail}` : problem.title;
  const faults = (problem.errors ?? []).map(({ pointer, detail }) => `  ${pointer}: ${detail}`);
  return [`${summary} (${status})`, ...faults].join("\n");
}

function parseProblem(body: string): Problem | null {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
