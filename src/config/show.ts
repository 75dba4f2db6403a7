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
}: GoodConfig): { name: string; value: string; source: Source }[] {
  return settingsInOrder.map(([field, { name, kind }]) => {
    const value: Config[typeof field] = config[field];
    const text = value === null ? "" : masks[kind.openness](kind.format(value));
    return { name, value: text, source: sources.get(name) ?? "default" };
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
