import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { CliError } from "./host.ts";

/** A terminal, or what stands in for one. */
type Terminal = NodeJS.ReadStream;

/** Asks people for a line that the terminal does not show. Throws a CliError when nobody can be asked, or who is asked gives up. */
export function askSecret(question: string, input: Terminal, say: (text: string) => void): Promise<string> {
  if (!input.isTTY)
    throw new CliError("There is no terminal to ask for the password: give it with --password-stdin.", 2);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  say(question);
  return new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    lines.once("SIGINT", () => lines.close());
    lines.once("close", () => reject(new CliError("Nothing was changed.", 1)));
  }).finally(() => {
    lines.close();
    say("\n");
  });
}
