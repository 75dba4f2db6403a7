import { readFileSync } from "node:fs";
import { closest } from "fastest-levenshtein";
import { type Setting, settingsInOrder } from "./settings.ts";

export type Environment = Record<string, string | undefined>;

/** Where a value came from; "file" is the variable NAME_FILE, "local" is `posthorn serve --local`. */
export type Source = "default" | "env" | "file" | "local";

type Found = { text: string | null; source: Source } | { detail: string };

/**
 * The text of one setting and where it came from, or what is wrong with its variables.
 * An empty variable counts as unset: that is what Compose makes of a variable that it does not have.
 */
export function findText(setting: Setting, env: Environment, isLocal: boolean): Found {
  const direct = env[setting.name];
  const file = env[`${setting.name}_FILE`];
  if (direct && file) return { detail: `set this or ${setting.name}_FILE, not both` };
  if (file) return readText(file);
  if (direct) return { text: direct, source: "env" };
  if (isLocal && setting.local !== undefined) return { text: setting.local, source: "local" };
  return { text: setting.default, source: "default" };
}

function readText(path: string): Found {
  try {
    const text = readFileSync(path, "utf8").replace(/\r?\n$/, "");
    return text === "" ? { detail: `the file ${path} is empty` } : { text, source: "file" };
  } catch (error) {
    return { detail: `cannot read the file ${path} (${(error as NodeJS.ErrnoException).code})` };
  }
}

/** Kubernetes sets these for every pod beside a service named "posthorn": nobody's typing error. */
const ofKubernetes = /^POSTHORN_(SERVICE_(HOST|PORT(_.+)?)|PORT_\d+_(TCP|UDP|SCTP)(_.+)?)$/;
const linkOfKubernetes = /^(tcp|udp|sctp):\/\//;

/** One sentence for each variable that looks like a setting but is none, with the nearest name. */
export function unknownNames(env: Environment): string[] {
  const known = settingsInOrder.flatMap(([, { name }]) => [name, `${name}_FILE`]);
  return Object.keys(env)
    .filter((name) => name.startsWith("POSTHORN_") && !known.includes(name) && !ofKubernetes.test(name))
    .filter((name) => name !== "POSTHORN_PORT" || !linkOfKubernetes.test(env[name] ?? ""))
    .map((name) => `${name} is not a setting; did you mean ${closest(name, known)}?`);
}
