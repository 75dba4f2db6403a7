import type { ShownSetting } from "./model.ts";
import type { EnvironmentSetting, Settings } from "./settings.ts";
import { type SettingName, settingNames, settingOf } from "./table.ts";

/** Every setting: those that are changed here, then those that only the environment makes. */
export function presentAll(settings: Settings): ShownSetting[] {
  const variables = settingNames.map((name) => settingOf(name).variable);
  const others = settings.environment.filter(({ name }) => !variables.some((variable) => variable === name));
  return [...settingNames.map((name) => presentSetting(settings, name)), ...others.map(presentVariable)];
}

export function presentSetting(settings: Settings, name: SettingName): ShownSetting {
  const { default: unless, meaning, unit = null, variable = null } = settingOf(name);
  const source = settings.sourceOf(name);
  const value = settings.get(name);
  return { name, value, default: unless, source, read_only: source === "env", meaning, unit, variable };
}

export function presentVariable({ parsed: _, ...shown }: EnvironmentSetting): ShownSetting {
  return { ...shown, read_only: true, unit: null, variable: shown.name };
}
