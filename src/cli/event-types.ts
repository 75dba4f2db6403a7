import type { Command } from "commander";
import { CliError, type Host } from "./host.ts";
import { keyOption, localUrl, post, type RemoteOptions, remoteOf } from "./remote.ts";
import { settingsOf } from "./settings.ts";

const LIMIT_MS = 60_000;
const DAY_MS = 86_400_000;
const MOST_DAYS = 36_500;

const examples = `
A type that events bring into the catalogue without a declaration stays until the
retention removes it. The next event of a deleted type brings it back.

Examples:
  posthorn event-types prune --dry-run
  posthorn event-types prune --not-seen-for 7 --tenant acme`;

interface Options extends RemoteOptions {
  notSeenFor?: string;
  tenant?: string;
  dryRun?: boolean;
}

export function addEventTypes(program: Command, host: Host): void {
  program
    .command("event-types")
    .summary("delete undeclared event types of a running instance")
    .description("Keeps the catalogue of a running instance.")
    .command("prune")
    .summary("delete undeclared event types together")
    .description("Deletes undeclared event types together and prints how many.")
    .option("--not-seen-for <days>", "only those of which no event was accepted for so many days")
    .option("--tenant <id>", "only those that this tenant's events brought")
    .option("--dry-run", "count them and delete nothing")
    .option("--url <url>", "address of the instance (default: POSTHORN_BASE_URL, or the listening address)")
    .option(...keyOption)
    .addHelpText("after", examples)
    .action((options: Options) => prune(host, options));
}

async function prune(host: Host, { notSeenFor, tenant, dryRun, url, key }: Options): Promise<void> {
  const days = notSeenFor === undefined ? null : daysOf(notSeenFor);
  const { config } = settingsOf(host);
  const remote = remoteOf(config, config.baseUrl ?? localUrl(config), { url, key });
  const since = days === null ? null : new Date(Date.now() - days * DAY_MS).toISOString();
  const body = JSON.stringify({ not_seen_since: since, tenant: tenant ?? null, dry_run: dryRun ?? false });
  const signal = AbortSignal.timeout(LIMIT_MS);
  const response = await post(remote, "/api/v1/event-types/prune", { body, signal });
  const { event_types: count } = (await response.json()) as { event_types: number };
  const types = `${count} event type${count === 1 ? "" : "s"}`;
  host.out(dryRun ? `${types} would be deleted\n` : `${types} deleted\n`);
}

function daysOf(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days <= MOST_DAYS) return days;
  throw new CliError(`--not-seen-for must be a whole number of days from 0 to ${MOST_DAYS}, not ${text}.`, 2);
}
