import { readFileSync } from "node:fs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type SchemeName, verifySignature } from "../wire/signature.ts";
import { CliError, type Host } from "./host.ts";

type Part = "id" | "timestamp" | "signature";

const ofStandard = { id: "webhook-id", timestamp: "webhook-timestamp", signature: "webhook-signature" };

/** The headers that carry each scheme's parts, where no profile names them otherwise. */
const headersOf: Record<SchemeName, Partial<Record<Part, string>>> = {
  standard: ofStandard,
  "standard-ed25519": ofStandard,
  "hub-sha256": { signature: "x-hub-signature-256" },
  stripe: { signature: "stripe-signature" },
  "hmac-base64": { signature: "x-shopify-hmac-sha256" },
};

const WHOLE_SECONDS = /^\d{1,12}$/;

const examples = `
Examples:
  posthorn verify --secret-file secret --body-file body.json \\
    --header "webhook-id: evt_1" --header "webhook-timestamp: 1705314600" --header "webhook-signature: v1,..."
  posthorn verify --scheme hub-sha256 --secret s3cret --signature sha256=... < body.json`;

interface Options extends Partial<Record<Part, string>> {
  scheme: SchemeName;
  secret?: string;
  secretFile?: string;
  bodyFile?: string;
  header?: Map<string, string>;
  tolerance: number;
}

export function addVerify(program: Command, host: Host): void {
  const schemes = Object.keys(headersOf);
  program
    .command("verify")
    .summary("check the signature of a request that a webhook received")
    .description("Checks the signature of a request. Exit status 0 if it is genuine, 1 if not.")
    .addOption(new Option("--scheme <name>", "how it was signed").choices(schemes).default("standard"))
    .addOption(new Option("--secret <secret>", "the webhook's secret, or public key").conflicts("secretFile"))
    .option("--secret-file <path>", "file with the secret")
    .option("--body-file <path>", "file with the body, byte for byte (default: standard input)")
    .option("--header <name: value>", "a header of the request; repeat it for each", collectHeader)
    .option("--signature <text>", "value of the signature's header, whatever its name")
    .option("--id <id>", "id of the message")
    .option("--timestamp <seconds>", "time of the message, in seconds since 1970")
    .option("--tolerance <seconds>", "how far that may be from now", wholeSeconds, 300)
    .addHelpText("after", examples)
    .action((options: Options) => verify(host, options));
}

async function verify(host: Host, options: Options): Promise<void> {
  const secret = secretOf(options);
  const timestamp = partOf(options, "timestamp");
  const verdict = verifySignature(options.scheme, {
    secret,
    signature: partOf(options, "signature") ?? "",
    id: partOf(options, "id"),
    timestamp: timestamp === undefined ? undefined : momentOf(timestamp),
    body: options.bodyFile === undefined ? textOf(await host.stdin()) : read(options.bodyFile),
    now: Date.now(),
    toleranceSeconds: options.tolerance,
  });
  if (!verdict.ok) throw new CliError(verdict.reason, 1);
  host.out("The signature is genuine.\n");
}

function secretOf({ secret, secretFile }: Options): string {
  if (secret !== undefined) return secret;
  if (secretFile === undefined) throw new CliError("Give --secret or --secret-file.", 2);
  return Buffer.from(read(secretFile))
    .toString("utf8")
    .replace(/\r?\n$/, "");
}

/** The part from its own option or its header; undefined when the scheme does not have it. */
function partOf(options: Options, part: Part): string | undefined {
  const name = headersOf[options.scheme][part];
  if (name === undefined) return undefined;
  const value = options[part] ?? options.header?.get(name);
  if (value === undefined) throw new CliError(`Give --${part}, or --header "${name}: ...".`, 2);
  return value;
}

function momentOf(timestamp: string): number {
  if (WHOLE_SECONDS.test(timestamp)) return Number(timestamp);
  throw new CliError(`The timestamp must be whole seconds since 1970, not ${timestamp}.`, 2);
}

/** Not TextDecoder: it drops a byte order mark, which the signature covers. */
function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new CliError(`Cannot read ${path}: ${(error as Error).message}`, 2);
  }
}

function collectHeader(text: string, headers = new Map<string, string>()): Map<string, string> {
  const colon = text.indexOf(":");
  if (colon < 1) throw new InvalidArgumentError('Write it as "name: value".');
  return headers.set(text.slice(0, colon).trim().toLowerCase(), text.slice(colon + 1).trim());
}

function wholeSeconds(text: string): number {
  if (!WHOLE_SECONDS.test(text)) throw new InvalidArgumentError("It must be whole seconds.");
  return Number(text);
}
