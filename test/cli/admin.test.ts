import { describe, expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../src/clock.ts";
import { loadConfig } from "../../src/config.ts";
import { createLogger } from "../../src/log.ts";
import { startServer } from "../../src/server.ts";
import { openFile, rows } from "../db/helpers.ts";
import { KEY, main, posthorn, silentAddress, standIn, temporaryFolder } from "./posthorn.ts";

const PASSWORD = "a good long password";
const ADA = ["--email", "Ada@example.com"];
const FROM_STDIN = "--password-stdin";

/** An instance of its own data folder, and what it has logged. */
async function serve(dir: string, env: Record<string, string> = {}) {
  const own = { POSTHORN_LISTEN: "127.0.0.1:0", POSTHORN_DATA_DIR: dir };
  const loaded = loadConfig({ ...own, ...env }, { local: true });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  const lines: string[] = [];
  const log = createLogger({ level: "info", format: "json", write: (line) => void lines.push(line) });
  const { config, sources } = loaded;
  const server = await startServer({ config, sources, log, clock: systemClock, version: "0.0.0-test" });
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/v1${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const signIn = async (password: string) =>
    (await post("/session", { email: "ada@example.com", password })).status;
  const listen = server.url.replace("http://", "");
  return { ...server, listen, lines, post, signIn, [Symbol.asyncDispose]: () => server.stop() };
}

async function usersIn(dir: string) {
  const store = await openFile(join(dir, "posthorn.db"));
  const users = await rows(store, "SELECT email, name, role FROM users ORDER BY seq");
  const log = await rows(store, "SELECT action, actor_kind, actor_name FROM audit_log ORDER BY seq");
  await store.close();
  return { users, log };
}

/** With nobody at the listening address. */
const stopped = async (dir: string) => ({
  POSTHORN_DATA_DIR: dir,
  POSTHORN_LISTEN: await silentAddress(),
});

describe("posthorn admin create", () => {
  test("makes an owner before the first start, who signs in once it runs; no link is offered", async () => {
    using folder = temporaryFolder();
    const dir = join(folder.path, "data");
    const env = await stopped(dir);
    const made = await posthorn(["admin", "create", ...ADA, FROM_STDIN], env, `${PASSWORD}\n`);
    expect(made).toEqual({ out: "Ada@example.com may sign in as owner.\n", err: "", code: 0 });
    expect(await usersIn(dir)).toEqual({
      users: [{ email: "ada@example.com", name: "Ada@example.com", role: "owner" }],
      log: [{ action: "user.created", actor_kind: "system", actor_name: "posthorn admin" }],
    });
    await using instance = await serve(dir);
    expect(await instance.signIn(PASSWORD)).toBe(200);
    expect(instance.lines.join("")).not.toContain("#/setup");
  });

  test("has the running instance do it, with its own key", async () => {
    using folder = temporaryFolder();
    await using instance = await serve(folder.path);
    const env = { POSTHORN_DATA_DIR: folder.path, POSTHORN_LISTEN: instance.listen };
    const args = ["admin", "create", ...ADA, "--name", "Ada", "--role", "viewer", FROM_STDIN];
    expect(await posthorn(args, env, PASSWORD)).toEqual({
      out: "Ada@example.com may sign in as viewer.\n",
      err: "",
      code: 0,
    });
    expect(await instance.signIn(PASSWORD)).toBe(200);
    const again = await posthorn(args, env, PASSWORD);
    expect(again).toEqual({
      out: "",
      err: "There is a user with this e-mail address: ada@example.com has an account already. (409)\n",
      code: 1,
    });
  });

  test("asks the instance that --url names", async () => {
    await using instance = standIn(() => Response.json({}, { status: 201 }));
    const args = ["admin", "create", ...ADA, FROM_STDIN, "--url", instance.url, "--key", KEY];
    expect((await posthorn(args, {}, PASSWORD)).code).toBe(0);
    expect(instance.asked).toEqual([
      {
        method: "POST",
        path: "/api/v1/users",
        authorization: `Bearer ${KEY}`,
        body: JSON.stringify({
          email: "Ada@example.com",
          name: "Ada@example.com",
          role: "owner",
          password: PASSWORD,
        }),
      },
    ]);
  });

  test("says so when the database is in use and nobody answers", async () => {
    using folder = temporaryFolder();
    await using _instance = await serve(folder.path);
    const env = await stopped(folder.path);
    const { err, code } = await posthorn(["admin", "create", ...ADA, FROM_STDIN], env, PASSWORD);
    expect(err).toBe(
      `Another process has the database open, and no Posthorn answers at http://${env.POSTHORN_LISTEN}: name its address with --url.\n`,
    );
    expect(code).toBe(1);
  });

  test.each([
    [ADA, "short", "/password: must be a password of 10 to 200 characters\n"],
    [ADA, "ada@example.com", "/password: must not be the e-mail address\n"],
    [["--email", "nobody"], PASSWORD, "/email: must be an e-mail address\n"],
    [
      [...ADA, "--name", ""],
      PASSWORD,
      "/name: must be a name of 1 to 256 characters without control characters\n",
    ],
  ])("refuses %j with the password %j, as the API does", async (args, password, err) => {
    using folder = temporaryFolder();
    const env = await stopped(folder.path);
    const answer = await posthorn(["admin", "create", ...args, FROM_STDIN], env, password);
    expect(answer).toEqual({ out: "", err, code: 1 });
    expect((await usersIn(folder.path)).users).toEqual([]);
  });

  test("makes nobody twice in the file either", async () => {
    using folder = temporaryFolder();
    const env = await stopped(folder.path);
    const args = ["admin", "create", ...ADA, FROM_STDIN];
    expect((await posthorn(args, env, PASSWORD)).code).toBe(0);
    const again = await posthorn(args, env, PASSWORD);
    expect(again).toEqual({ out: "", err: "ada@example.com has an account already.\n", code: 1 });
  });

  test.each([
    [["admin", "create"], "required option '--email <address>' not specified"],
    [["admin", "create", ...ADA, "--role", "king"], "Allowed choices are owner, operator, viewer"],
    [
      ["admin", "create", ...ADA],
      "There is no terminal to ask for the password: give it with --password-stdin.",
    ],
    [["admin", "create", ...ADA, FROM_STDIN, "--url", "ftp://x"], "--url must be an http or https URL"],
  ])("%j is wrong usage", async (args, text) => {
    const { err, code } = await posthorn(args, {}, PASSWORD);
    expect(err).toContain(text);
    expect(code).toBe(2);
  });
});

describe("posthorn admin reset", () => {
  test("gives a new password in the database of an instance that is stopped", async () => {
    using folder = temporaryFolder();
    const env = await stopped(folder.path);
    await posthorn(["admin", "create", ...ADA, FROM_STDIN], env, "a forgotten password");
    expect(await posthorn(["admin", "reset", ...ADA, FROM_STDIN], env, PASSWORD)).toEqual({
      out: "Ada@example.com has a new password; every session of theirs has ended.\n",
      err: "",
      code: 0,
    });
    await using instance = await serve(folder.path);
    expect([await instance.signIn("a forgotten password"), await instance.signIn(PASSWORD)]).toEqual([
      401, 200,
    ]);
  });

  test("has the running instance do it, and ends the user's sessions there", async () => {
    using folder = temporaryFolder();
    const admin = {
      POSTHORN_ADMIN_EMAIL: "ada@example.com",
      POSTHORN_ADMIN_PASSWORD: "a forgotten password",
    };
    await using instance = await serve(folder.path, admin);
    const begun = await instance.post("/session", {
      email: "ada@example.com",
      password: "a forgotten password",
    });
    const [cookie = ""] = (begun.headers.get("set-cookie") ?? "").split(";");
    const asked = () => fetch(`${instance.url}/api/v1/session`, { headers: { cookie } });
    expect((await asked()).status).toBe(200);
    const env = { POSTHORN_DATA_DIR: folder.path, POSTHORN_LISTEN: instance.listen };
    expect((await posthorn(["admin", "reset", ...ADA, FROM_STDIN], env, PASSWORD)).code).toBe(0);
    expect((await asked()).status).toBe(401);
    expect(await instance.signIn(PASSWORD)).toBe(200);
  });

  test.each([true, false])("says that nobody has the address (running: %p)", async (isRunning) => {
    using folder = temporaryFolder();
    await using instance = isRunning ? await serve(folder.path) : null;
    const env = await stopped(folder.path);
    const listen = instance && { POSTHORN_LISTEN: instance.listen };
    const args = ["admin", "reset", ...ADA, FROM_STDIN];
    expect(await posthorn(args, { ...env, ...listen }, PASSWORD)).toEqual({
      out: "",
      err: "Nobody has the e-mail address Ada@example.com.\n",
      code: 1,
    });
  });
});

describe("the password asked for at a terminal", () => {
  /** Runs a command in a pseudo-terminal and types each answer once its question is there. */
  async function typed(
    args: string[],
    env: Record<string, string>,
    answers: [question: string, text: string][],
  ) {
    let shown = "";
    const left = [...answers];
    const child = Bun.spawn([process.execPath, main, ...args], {
      cwd: tmpdir(),
      env,
      terminal: {
        data(terminal, data) {
          shown += Buffer.from(data).toString();
          const [next] = left;
          if (!next || !shown.endsWith(next[0])) return;
          left.shift();
          terminal.write(next[1]);
        },
      },
    });
    const code = await child.exited;
    child.terminal?.close();
    return { shown, code };
  }

  test("is not shown, and is asked for twice", async () => {
    using folder = temporaryFolder();
    const { shown, code } = await typed(["admin", "create", ...ADA], await stopped(folder.path), [
      ["Password: ", `${PASSWORD}\r`],
      ["Once more: ", `${PASSWORD}\r`],
    ]);
    expect(shown.replaceAll("\r", "")).toBe(
      "Password: \nOnce more: \nAda@example.com may sign in as owner.\n",
    );
    expect(code).toBe(0);
    await using instance = await serve(folder.path);
    expect(await instance.signIn(PASSWORD)).toBe(200);
  });

  test.each([
    ["two that differ", `${PASSWORD}\r`, "another\r", "The two are not the same."],
    ["Ctrl-C", "half\u0003", "", "Nothing was changed."],
    ["Ctrl-D", "\u0004", "", "Nothing was changed."],
  ])("makes nobody after %s", async (_, first, second, text) => {
    using folder = temporaryFolder();
    const { shown, code } = await typed(["admin", "create", ...ADA], await stopped(folder.path), [
      ["Password: ", first],
      ["Once more: ", second],
    ]);
    expect(shown).toContain(text);
    expect(code).toBe(1);
    expect((await usersIn(folder.path)).users).toEqual([]);
  });
});

describe("an instance that starts with nobody in it", () => {
  const tokenIn = (lines: string[]) => /\/#\/setup\?token=([\w-]{43})"/.exec(lines.join(""))?.[1] ?? "";

  test("logs a link that makes the first owner", async () => {
    using folder = temporaryFolder();
    await using instance = await serve(folder.path);
    expect(instance.lines.join("")).toContain(`${instance.url}/#/setup?token=`);
    const fields = {
      token: tokenIn(instance.lines),
      email: "ada@example.com",
      name: "Ada",
      password: PASSWORD,
    };
    expect((await instance.post("/setup", fields)).status).toBe(200);
    expect(await instance.signIn(PASSWORD)).toBe(200);
  });

  test("and listens at every address, or behind a base URL, logs a link that browsers can open", async () => {
    using folder = temporaryFolder();
    {
      await using everywhere = await serve(folder.path, { POSTHORN_LISTEN: "0.0.0.0:0" });
      expect(everywhere.lines.join("")).toMatch(/http:\/\/localhost:\d+\/#\/setup\?token=/);
    }
    await using based = await serve(folder.path, { POSTHORN_BASE_URL: "https://hooks.test/in" });
    expect(based.lines.join("")).toContain("https://hooks.test/in/#/setup?token=");
  });

  test("and has no API logs none", async () => {
    using folder = temporaryFolder();
    await using worker = await serve(folder.path, { POSTHORN_ROLE: "worker" });
    expect(worker.lines.join("")).not.toContain("#/setup");
  });

  test("makes the owner that the environment names instead", async () => {
    using folder = temporaryFolder();
    const admin = { POSTHORN_ADMIN_EMAIL: "ada@example.com", POSTHORN_ADMIN_PASSWORD: PASSWORD };
    await using instance = await serve(folder.path, admin);
    expect(instance.lines.join("")).not.toContain("#/setup");
    expect(await instance.signIn(PASSWORD)).toBe(200);
  });
});
