import type { Command } from "commander";
import type { License } from "../licenses/collect.ts";
import { embedded } from "../licenses/embedded.ts";
import type { Host } from "./host.ts";

export function addLicenses(program: Command, host: Host): void {
  program
    .command("licenses")
    .summary("print the licenses of everything in this executable")
    .description("Prints the license texts of all packages that Posthorn is made of, and of Bun.")
    .option("--list", "only names, versions and licenses, one a line")
    .action(async ({ list }: { list?: boolean }) => {
      const licenses = await allLicenses();
      host.out(list ? licenses.map(headOf).join("") : licenses.map(whole).join("\n"));
    });
}

/** From source they are read from `node_modules`. */
async function allLicenses(): Promise<License[]> {
  if (embedded === null) return (await import("../licenses/collect.ts")).collectLicenses();
  return JSON.parse(Buffer.from(Bun.gunzipSync(await Bun.file(embedded).bytes())).toString("utf8"));
}

const headOf = ({ name, version, license }: License) => `${name} ${version}: ${license}\n`;

const whole = (license: License) => `${headOf(license)}\n${license.text}\n`;
