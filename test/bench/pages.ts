import { join } from "node:path";
import type { Page } from "playwright-core";
import { enter, startBrowser } from "../support/browser.ts";
import { heading, ms, percentile, report } from "./figures.ts";
import { lists } from "./lists.ts";
import { fill, oldest, sizes } from "./million.ts";
import { emptyFolder, type Posthorn, startPosthorn } from "./posthorn.ts";

const LIMIT_MS = 300;
const TRIES = 3;
const DAY_MS = 86_400_000;
const OWNER = { POSTHORN_ADMIN_EMAIL: "ops@example.com", POSTHORN_ADMIN_PASSWORD: "a good long password" };

/**
 * `bun run bench pages [pattern]`: how soon each list and each filter of it shows in a browser, on a file with a million deliveries;
 * `pattern` takes only those whose address it matches.
 */
export async function pages(pattern = ""): Promise<void> {
  const now = Date.now();
  const posthorn = await withMillion(now);
  await using browser = await startBrowser();
  const window = await browser.open({ url: posthorn.url });
  await enter(window, { url: posthorn.url, ownerCookie: () => signIn(posthorn) });
  heading(
    `In the browser: from the change of the address to the list's rows, median of ${TRIES}; limit ${LIMIT_MS} ms`,
  );
  for (const [path, queries] of Object.entries(lists(oldest(now))))
    for (const query of queries)
      if (new RegExp(pattern).test(`${path}?${query}`)) await measure(window.page, path, query);
  for (const fault of window.faults) report("fault", fault);
  const bytes = await posthorn.stop();
  report("database", `${Math.round(bytes / 1e6)} MB`);
}

async function withMillion(now: number): Promise<Posthorn> {
  const dir = await emptyFolder();
  heading(
    `A file with ${sizes.deliveries.toLocaleString("en")} deliveries and ${sizes.tenants.toLocaleString("en")} tenants`,
  );
  const began = performance.now();
  await (await startPosthorn(OWNER, dir)).end();
  fill(join(dir, "data/posthorn.db"), now);
  const posthorn = await startPosthorn(OWNER, dir);
  report("filled in", ms(performance.now() - began));
  const counted = performance.now();
  for (let before = -1, attempts = 0; attempts === 0 || attempts !== before; ) {
    before = attempts;
    attempts = await attemptsSince(posthorn, now - 7.5 * DAY_MS);
  }
  report("counted in", ms(performance.now() - counted));
  return posthorn;
}

/** Each time it is asked, Posthorn counts some more of those that it has not counted yet. */
async function attemptsSince(posthorn: Posthorn, since: number): Promise<number> {
  type Stats = { totals: { attempts: number } };
  return (await posthorn.api<Stats>("GET", `/stats?since=${new Date(since).toISOString()}`)).totals.attempts;
}

async function signIn({ url }: Posthorn): Promise<string> {
  const body = JSON.stringify({ email: OWNER.POSTHORN_ADMIN_EMAIL, password: OWNER.POSTHORN_ADMIN_PASSWORD });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}/api/v1/session`, { method: "POST", headers, body });
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

type Opened = {
  /** Milliseconds until the list's rows are there, and until nothing on the page is on its way any more. */
  rows: number;
  all: number;
  /** The request that took longest meanwhile. */
  slowest: { path: string; ms: number };
};

async function measure(page: Page, path: string, query: string): Promise<void> {
  const tries: Opened[] = [];
  await open(page, path, "");
  for (let made = 0; made < TRIES; made++) tries.push(await open(page, path, query));
  const rows = percentile(
    tries.map((opened) => opened.rows),
    0.5,
  );
  const [, middle = tries[0]] = tries.toSorted((a, b) => a.all - b.all);
  const over = rows > LIMIT_MS ? "   OVER THE LIMIT" : "";
  const beside = `all of the page ${ms(middle?.all ?? 0)}, of it ${ms(middle?.slowest.ms ?? 0)} for ${shortly(middle?.slowest.path ?? "")}`;
  report(shortly(`${path}${query && `?${query}`}`), ms(rows), beside + over);
}

const shortly = (path: string) =>
  path.replace(/(wh|evt)_0+/g, "$1_…").replace(/(\d{4}-\d\d-\d\d)T[\d:.]+Z/g, "$1");

/** From another page to this one. */
async function open(page: Page, path: string, query: string): Promise<Opened> {
  await page.evaluate(() => {
    location.hash = "#/account";
  });
  await page.locator("main form").first().waitFor();
  return page.evaluate(
    async (hash): Promise<Opened> => {
      performance.clearResourceTimings();
      const began = performance.now();
      location.hash = hash;
      const since = () => performance.now() - began;
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const hasRows = () =>
        document.querySelector('main table:not([aria-busy="true"]) tbody tr, main .empty') !== null;
      const isBusy = () => document.querySelector('main .skeleton, main [aria-busy="true"]') !== null;
      do await frame();
      while (document.querySelector("main form .input[type=password]") !== null || !hasRows());
      const rows = since();
      while (isBusy()) await frame();
      const all = since();
      const requests = performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.includes("/api/v1/"));
      const [longest] = requests.sort((a, b) => b.duration - a.duration);
      const path = longest ? new URL(longest.name).pathname.replace("/api/v1", "") : "nothing";
      return { rows, all, slowest: { path, ms: longest?.duration ?? 0 } };
    },
    `#${path}${query && `?${query}`}`,
  );
}
