import type { Query } from "../../db/query.ts";
import { settings } from "../../db/schema.ts";
import { type SettingName, type SettingValue, settingsTable } from "./table.ts";

/** The settings that operators change while Posthorn runs, in memory because requests and events ask for them. */
export class Settings {
  private changed: ReadonlyMap<string, unknown> = new Map();

  constructor(private readonly query: Query) {}

  /** Reads anew what was changed from its default. */
  async load(): Promise<void> {
    const rows = await this.query.select().from(settings);
    this.changed = new Map(rows.map(({ name, value }) => [name, value]));
  }

  /** The value that counts now. */
  get<N extends SettingName>(name: N): SettingValue<N> {
    return (this.changed.has(name) ? this.changed.get(name) : settingsTable[name].default) as SettingValue<N>;
  }

  isChanged = (name: SettingName): boolean => this.changed.has(name);
}
