import type { Config, GoodConfig } from "../config.ts";
import type { Kind } from "./kinds.ts";
import { settings, settingsInOrder } from "./settings.ts";
import type { Source } from "./sources.ts";

const MASK = "********";

const masks: Record<Kind<unknown>["openness"], (text: string) => string> = {
  open: (text) => text,
  credentials: maskCredentials,
  secret: () => MASK,
};

/** A row for each setting: its name, its value with secrets masked ("" when unset), and where that came from. */
export function describeConfig({
  config,
  sources,
}: Pick<GoodConfig, "config" | "sources">): { name: string; value: string; source: Source }[] {
  return settingsInOrder.map(([field, { name, kind }]) => {
    const value: Config[typeof field] = config[field];
    const text = value === null ? "" : masks[kind.openness](kind.format(value));
    return { name, value: text, source: sources.get(name) ?? "default" };
  });
}

/** A setting of the environment as the API shows it; texts as the environment would say them, null when unset. */
export type EnvironmentSetting = {
  name: string;
  value: string | null;
  default: string | null;
  source: "default" | "env";
  meaning: string;
  /** The value itself where all of it may be printed. */
  parsed: unknown;
};

/** Every setting, its secrets masked. */
export function describeEnvironment(good: Pick<GoodConfig, "config" | "sources">): EnvironmentSetting[] {
  const rows = new Map(describeConfig(good).map((row) => [row.name, row]));
  return settingsInOrder.map(([field, { name, kind, default: text, local, meaning }]) => {
    const { value = "", source = "default" } = rows.get(name) ?? {};
    const parsed = kind.openness === "open" ? good.config[field] : null;
    const isChosen = source === "env" || source === "file";
    const unless = source === "local" ? (local ?? text) : text;
    return {
      name,
      value: good.config[field] === null ? null : value,
      default: unless,
      source: isChosen ? "env" : "default",
      meaning,
      parsed,
    };
  });
}

function maskCredentials(text: string): string {
  const url = URL.parse(text);
  if (!url?.host) return text;
  if (url.username) url.username = MASK;
  if (url.password) url.password = MASK;
  if (url.search) url.search = MASK;
  return url.href;
}

const START = "<!-- settings -->";
const END = "<!-- /settings -->";

/** The table of settings as Markdown. */
export function settingsTable(): string {
  const rows = Object.values(settings).map(({ name, kind, default: text, meaning }) => {
    const value = text ? `\`${text}\`` : "";
    return `| \`${name}\` | ${value} | ${meaning} | ${kind.expected} |`;
  });
  return ["| name | default | meaning | value |", "|---|---|---|---|", ...rows].join("\n");
}

/** `readme` with the table between its two markers made new. Throws when a marker is missing. */
export function withSettingsTable(readme: string): string {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  if (start < 0 || end < start) throw new Error(`README.md lacks the markers ${START} and ${END}`);
  return `${readme.slice(0, start)}${START}\n${settingsTable()}\n${readme.slice(end)}`;
}
