import type { Command } from "commander";
import { version } from "../../package.json";
import type { Host } from "./host.ts";

export { version };

export function addVersion(program: Command, host: Host): void {
  program
    .command("version")
    .summary("print the version")
    .description("Prints the version.")
    .action(() => host.out(`${version}\n`));
}
