import type { Command } from "commander";
import { CliError, type Host } from "./host.ts";
import { keyOption, localUrl, post, type RemoteOptions, remoteOf } from "./remote.ts";
import { settingsOf } from "./settings.ts";

const LIMIT_MS = 30_000;

const examples = `
Examples:
  posthorn send order.created '{"order": 1}'
  posthorn send order.created - < order.json
  posthorn send order.created '{"order": 1}' --tenant acme --channel store-7 --id order-1-created`;

interface Options extends RemoteOptions {
  id?: string;
  tenant?: string;
  channel?: string;
  actor?: string;
}

export function addSend(program: Command, host: Host): void {
  program
    .command("send")
    .summary("publish an event to a running instance")
    .description("Publishes an event to a running instance and prints its answer.")
    .argument("<type>", "event type, such as order.created")
    .argument("[json]", "the event's data; - reads it from standard input", "{}")
    .option("--url <url>", "address of the instance (default: POSTHORN_BASE_URL, or the listening address)")
    .option(...keyOption)
    .option("--id <id>", "the event's id: the same again publishes nothing twice")
    .option("--tenant <id>", "in whose name it happened")
    .option("--channel <id>", "where inside the tenant it happened")
    .option("--actor <id>", "who triggered it")
    .addHelpText("after", examples)
    .action((type: string, json: string, options: Options) => send(host, type, json, options));
}

async function send(host: Host, type: string, json: string, options: Options): Promise<void> {
  const { url, key, ...details } = options;
  const { config } = settingsOf(host);
  const remote = remoteOf(config, config.baseUrl ?? localUrl(config), { url, key });
  const data = json === "-" ? Buffer.from(await host.stdin()).toString("utf8") : json;
  const body = eventText({ type, ...details }, data);
  const response = await post(remote, "/api/v1/events", { body, signal: AbortSignal.timeout(LIMIT_MS) });
  host.out(`${(await response.text()).trimEnd()}\n`);
}

/** The data goes in as it was written: through JSON.parse its long numbers would change. */
function eventText(head: Record<string, string>, data: string): string {
  try {
    JSON.parse(data);
  } catch (error) {
    throw new CliError(`The event's data is not JSON: ${(error as Error).message}`, 2);
  }
  return `${JSON.stringify(head).slice(0, -1)},"data":${data}}`;
}
