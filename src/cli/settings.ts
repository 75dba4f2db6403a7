import { type GoodConfig, loadConfig } from "../config.ts";
import { CliError, type Host } from "./host.ts";

/** The settings of this process; a CliError that lists every fault when some are wrong. */
export function settingsOf(host: Host, options: { local?: boolean } = {}): GoodConfig {
  const loaded = loadConfig(host.env, options);
  if (loaded.ok) return loaded;
  const lines = loaded.faults.map(({ name, detail }) => `  ${name}: ${detail}`);
  const warnings = loaded.warnings.map((warning) => `  ${warning}`);
  throw new CliError(["These settings are wrong:", ...lines, ...warnings].join("\n"), 2);
}
