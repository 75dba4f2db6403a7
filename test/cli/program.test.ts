import { describe, expect, test } from "bun:test";
import { version } from "../../package.json";
import { KEY, posthorn, spawnPosthorn, standIn } from "./posthorn.ts";

const commands = [
  "",
  "serve",
  "send",
  "verify",
  "backup",
  "restore",
  "config",
  "config check",
  "config show",
];
const more = ["healthcheck", "version"];

test.concurrent.each([...commands, ...more])(
  "`posthorn %s --help` prints its usage and succeeds",
  async (command) => {
    const { out, err, code } = await posthorn(`${command} --help`.trim().split(" "));
    expect(out).toStartWith(`Usage: posthorn ${command}`.trim());
    expect({ err, code }).toEqual({ err: "", code: 0 });
  },
);

test.each([[["version"]], [["--version"]]])("%j prints the version", async (args) => {
  expect(await posthorn(args)).toEqual({ out: `${version}\n`, err: "", code: 0 });
});

describe("bad usage exits with 2 and says what is wrong:", () => {
  test.concurrent.each([
    [["sent"], "unknown command 'sent'; did you mean send?"],
    [["serve", "now"], "too many arguments"],
    [["--locale"], "unknown option '--locale'"],
    [["send"], "missing required argument 'type'"],
    [["send", "a.b", "--url", "localhost:8080"], "--url must be an http or https URL, not localhost:8080."],
    [["backup"], "missing required argument 'path'"],
    [["restore"], "missing required argument 'path'"],
    [["config"], "Usage: posthorn config"],
    [["config", "chek"], "unknown command 'chek'"],
    [["verify", "--scheme", "md5"], "Allowed choices are standard"],
    [["verify", "--header", "no colon"], 'Write it as "name: value"'],
  ])("%j", async (args, text) => {
    const { out, err, code } = await posthorn(args);
    expect(err).toContain(text);
    expect({ out, code }).toEqual({ out: "", code: 2 });
  });
});

test("output that nobody reads any more ends the command with status 1 and without noise", async () => {
  const reading = Promise.withResolvers<void>();
  await using instance = standIn(() => reading.promise.then(() => new Response("{}")));
  const child = spawnPosthorn(["send", "a.b", "--url", instance.url, "--key", KEY]);
  await child.stdout.cancel();
  reading.resolve();
  expect(await new Response(child.stderr).text()).toBe("");
  expect(await child.exited).toBe(1);
});
