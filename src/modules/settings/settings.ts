import type { Query } from "../../db/query.ts";
import { settings } from "../../db/schema.ts";
import { type SettingName, type SettingValue, settingOf, settingsTable } from "./table.ts";

/** A setting that was made by the environment before Posthorn started; texts as the environment says them, secrets masked. */
export type EnvironmentSetting = {
  name: string;
  value: string | null;
  default: string | null;
  source: "default" | "env";
  meaning: string;
  /** The value itself where it is no secret. */
  parsed: unknown;
};

/** The settings that operators change while Posthorn runs, in memory because requests and events ask for them. */
export class Settings {
  private changed: ReadonlyMap<string, unknown> = new Map();
  private readonly given: ReadonlyMap<string, unknown>;

  constructor(
    private readonly query: Query,
    readonly environment: readonly EnvironmentSetting[] = [],
  ) {
    const set = environment.filter(({ source }) => source === "env");
    this.given = new Map(set.map(({ name, parsed }) => [name, parsed]));
  }

  /** Reads anew what was changed from its default. */
  async load(): Promise<void> {
    const rows = await this.query.select().from(settings);
    this.changed = new Map(rows.map(({ name, value }) => [name, value]));
  }

  /** The value that counts now: the environment's, else the one set on the page, else the default. */
  get<N extends SettingName>(name: N): SettingValue<N> {
    const values = { env: this.given.get(variableOf(name)), page: this.changed.get(name) };
    return { ...values, default: settingsTable[name].default }[this.sourceOf(name)] as SettingValue<N>;
  }

  sourceOf(name: SettingName): "env" | "page" | "default" {
    if (this.given.has(variableOf(name))) return "env";
    return this.changed.has(name) ? "page" : "default";
  }
}

const variableOf = (name: SettingName) => settingOf(name).variable ?? "";
