/**
 * `bun run screenshots [folder] [pattern]`: pictures of every page in every view, of a site with a week of life in it, into the
 * folder (`./screenshots` unless given); `pattern` takes only those whose file's name it matches. It fails when a route has no
 * picture, or when a page says that something is wrong.
 */
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { startBrowser } from "../support/browser.ts";
import { type Picture, pictures } from "./pictures.ts";
import { routes } from "./routes.ts";
import { photographer, views } from "./take.ts";
import { startWorld } from "./world.ts";

const [folder = "screenshots", pattern = ""] = Bun.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);

await refuseMissing();
await mkdir(resolve(folder), { recursive: true });
say("living through a week…");
await using world = await startWorld();
await using browser = await startBrowser();
let faulty = 0;
for (const view of Object.keys(views)) await takeAll(view);
say(faulty === 0 ? "No page says that anything is wrong." : `${faulty} pictures with faults.`);
process.exitCode = faulty === 0 ? 0 : 1;

async function refuseMissing(): Promise<void> {
  const taken = new Set(pictures({}).map(({ route, as }) => `${modeOf(as)} ${route}`));
  const missing = (await routes()).filter(({ path, mode }) => !taken.has(`${mode} ${path}`));
  if (missing.length > 0)
    throw new Error(`no picture of: ${missing.map(({ path, mode }) => `${path} (${mode})`).join(", ")}`);
}

function modeOf(as: Picture["as"]) {
  return as === "portal" || as === "reader" ? "portal" : "admin";
}

async function takeAll(view: string): Promise<void> {
  const { take, close } = photographer(browser, world, view, resolve(folder));
  for (const picture of pictures(world.ids)) {
    const name = `${picture.page}-${picture.state}-${view}`;
    if (!new RegExp(pattern).test(name)) continue;
    const { file, faults } = await take(picture).catch((error: Error) => ({
      file: name,
      faults: [error.message],
    }));
    if (faults.length > 0) faulty++;
    say(file);
    for (const fault of faults) say(`  ${fault}`);
  }
  await close();
}
