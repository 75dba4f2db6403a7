/**
 * `bun run test [files]`: runs the tests that this machine can run, and says in the last line which it cannot. With `CI=true`
 * a missing browser fails the run before it begins.
 */
import { lacking, notTested, refusal } from "./support/lacks.ts";

const lacks = await lacking();
const refused = refusal(lacks, process.env.CI);
if (refused !== null) {
  process.stderr.write(`${refused}\n`);
  process.exit(1);
}

const ignored = lacks.flatMap(({ files }) => (files ? ["--path-ignore-patterns", files] : []));
const command = [process.execPath, "test", "--timeout", "120000", ...ignored, ...process.argv.slice(2)];
const child = Bun.spawn(command, { stdin: "inherit", stdout: "inherit", stderr: "inherit" });
const code = await child.exited;
const line = notTested(lacks);
if (line !== null) process.stderr.write(`${line}\n`);
process.exit(code);
