import { type Command, Option } from "commander";
import type { Config } from "../config.ts";
import { type AdminModule, CliError, type Host } from "./host.ts";
import { answers, ask, keyOption, localUrl, type Remote, type RemoteOptions, remoteOf } from "./remote.ts";
import { settingsOf } from "./settings.ts";

const help = `
It asks for the password twice, without showing it. The instance on this machine does
the work when one runs, else it is done in the database itself, also before the first start.

Examples:
  posthorn admin create --email ada@example.com --name Ada
  posthorn admin create --email bob@example.com --role viewer --password-stdin < password
  posthorn admin reset --email ada@example.com`;

interface Options extends RemoteOptions {
  email: string;
  passwordStdin?: boolean;
}

interface CreateOptions extends Options {
  name?: string;
  role: "owner" | "operator" | "viewer";
}

export function addAdmin(program: Command, host: Host): void {
  const admin = program
    .command("admin")
    .summary("make users who sign in to the pages, or give them a new password")
    .description("Makes users who sign in to the pages, or gives them a new password.");
  common(admin.command("create"))
    .summary("make a user")
    .description("Makes a user, who may sign in at once.")
    .option("--name <name>", "what people call them (default: the e-mail address)")
    .addOption(
      new Option("--role <role>", "what they may do")
        .choices(["owner", "operator", "viewer"])
        .default("owner"),
    )
    .action((options: CreateOptions) => create(host, options));
  common(admin.command("reset"))
    .summary("give a user a new password")
    .description("Gives a user a new password; their sessions end.")
    .action((options: Options) => reset(host, options));
}

const common = (command: Command) =>
  command
    .requiredOption("--email <address>", "the e-mail address they sign in with")
    .option("--password-stdin", "read the password from standard input, its first line")
    .option("--url <url>", "address of the instance (default: the listening address)")
    .option(...keyOption)
    .addHelpText("after", help);

async function create(host: Host, options: CreateOptions): Promise<void> {
  const { email, role, name = email } = options;
  const password = await passwordOf(host, options);
  await withUsers(host, options, (users) => users.create({ email, name, role, password }));
  host.out(`${email} may sign in as ${role}.\n`);
}

async function reset(host: Host, options: Options): Promise<void> {
  const password = await passwordOf(host, options);
  await withUsers(host, options, (users) => users.reset(options.email, password));
  host.out(`${options.email} has a new password; every session of theirs has ended.\n`);
}

async function passwordOf(host: Host, { passwordStdin = false }: Options): Promise<string> {
  if (passwordStdin) {
    const [line = ""] = Buffer.from(await host.stdin())
      .toString("utf8")
      .split(/\r?\n/);
    return line;
  }
  const password = await host.askSecret("Password: ");
  if ((await host.askSecret("Once more: ")) === password) return password;
  throw new CliError("The two are not the same.", 1);
}

type Users = Omit<NonNullable<Awaited<ReturnType<AdminModule["openAdmin"]>>>, "close">;

/** Whoever has the database open does the work: the instance here, or else this process. */
async function withUsers(host: Host, options: Options, work: (users: Users) => Promise<void>): Promise<void> {
  const { config } = settingsOf(host);
  const direct = options.url === undefined ? await open(host, config) : null;
  if (direct === null) return work(overApi(await runningOne(config, options)));
  await work(direct).catch(refused).finally(direct.close);
}

async function open(host: Host, config: Config) {
  const { openAdmin } = await host.loadAdmin();
  return openAdmin(config).catch(refused);
}

function refused(error: Error): never {
  throw error.name === "StartError" ? new CliError(error.message, 1) : error;
}

async function runningOne(config: Config, options: Options): Promise<Remote> {
  const url = localUrl(config);
  if (options.url !== undefined || (await answers(url))) return remoteOf(config, url, options);
  throw new CliError(
    `Another process has the database open, and no Posthorn answers at ${url}: name its address with --url.`,
    1,
  );
}

const LIMIT_MS = 30_000;

function overApi(remote: Remote): Users {
  const send = (method: string, path: string, fields?: object) => {
    const body = fields && { body: JSON.stringify(fields) };
    return ask(remote, method, `/api/v1/users${path}`, { ...body, signal: AbortSignal.timeout(LIMIT_MS) });
  };
  return {
    create: async (user) => {
      await send("POST", "", user);
    },
    reset: async (email, password) => {
      const found = await send("GET", `?email=${encodeURIComponent(email)}`);
      const [user] = ((await found.json()) as { data: { id: string }[] }).data;
      if (!user) throw new CliError(`Nobody has the e-mail address ${email}.`, 1);
      await send("PATCH", `/${user.id}`, { password });
    },
  };
}
