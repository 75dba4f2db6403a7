import type { Kind } from "./config/kinds.ts";
import { type Field, type Setting, settings, settingsInOrder } from "./config/settings.ts";
import { type Environment, findText, type Source, unknownNames } from "./config/sources.ts";

type Value<S> = S extends { kind: Kind<infer T>; default: infer D } ? (D extends null ? T | null : T) : never;

/** Every setting by its field, checked and deeply frozen. Units are in the table: `src/config/settings.ts`. */
export type Config = { readonly [F in Field]: Value<(typeof settings)[F]> };

/** What is wrong with one setting. The detail never holds a secret. */
export interface Fault {
  name: string;
  detail: string;
}

export interface GoodConfig {
  ok: true;
  config: Config;
  /** By the setting's name. */
  sources: ReadonlyMap<string, Source>;
  /** Plain sentences for the log. */
  warnings: string[];
}

export type LoadedConfig = GoodConfig | { ok: false; faults: Fault[]; warnings: string[] };

/**
 * Reads and checks every setting; reports all faults together and never throws.
 * @param options.local  uses the defaults of `posthorn serve --local`, which a variable still overrules
 */
export function loadConfig(env: Environment, options: { local?: boolean } = {}): LoadedConfig {
  const readings = settingsInOrder.map(([field, setting]) => {
    return { field, name: setting.name, ...readSetting(setting, env, options.local ?? false) };
  });
  const values = Object.fromEntries(readings.map(({ field, value }) => [field, value])) as Partial<Config>;
  const sources = new Map(readings.map(({ name, source }) => [name, source]));
  const faults = [
    ...readings.flatMap(({ name, detail }) => (detail === undefined ? [] : [{ name, detail }])),
    ...faultsBetween(values, sources),
  ];
  if (faults.length > 0) return { ok: false, faults, warnings: unknownNames(env) };
  return { ok: true, config: complete(values as Config), sources, warnings: unknownNames(env) };
}

interface Reading {
  value?: unknown;
  source: Source;
  detail?: string;
}

function readSetting(setting: Setting, env: Environment, isLocal: boolean): Reading {
  const found = findText(setting, env, isLocal);
  if ("detail" in found) return { source: "env", detail: found.detail };
  const { text, source } = found;
  if (text === null) return { value: null, source };
  const value = setting.kind.parse(text);
  if (value !== undefined) return { value, source };
  // What is no valid URL cannot be masked, so only open values are quoted.
  const actual = setting.kind.openness === "open" ? `, not ${JSON.stringify(text)}` : "";
  return { source, detail: `expected ${setting.kind.expected}${actual}` };
}

function faultsBetween(values: Partial<Config>, sources: Map<string, Source>): Fault[] {
  const isChosen = (field: Field) => sources.get(settings[field].name) !== "default";
  const { concurrency = Infinity, webhookConcurrency = 0 } = values;
  const faults: Fault[] = [];
  if (isChosen("adminEmail") && !isChosen("adminPassword"))
    faults.push(missing("adminPassword", "adminEmail"));
  if (isChosen("adminPassword") && !isChosen("adminEmail"))
    faults.push(missing("adminEmail", "adminPassword"));
  if (values.adminPassword && values.adminPassword.toLowerCase() === values.adminEmail?.toLowerCase())
    faults.push({
      name: settings.adminPassword.name,
      detail: `expected another than ${settings.adminEmail.name}`,
    });
  if (isChosen("webhookConcurrency") && webhookConcurrency > concurrency) {
    const { name } = settings.webhookConcurrency;
    faults.push({ name, detail: `expected at most ${settings.concurrency.name} (${concurrency})` });
  }
  return faults;
}

function missing(field: Field, companion: Field): Fault {
  return { name: settings[field].name, detail: `is needed beside ${settings[companion].name}` };
}

/** The default for one webhook gives way to a smaller limit for all. */
function complete(values: Config): Config {
  const webhookConcurrency = Math.min(values.webhookConcurrency, values.concurrency);
  return deepFreeze({ ...values, webhookConcurrency });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
