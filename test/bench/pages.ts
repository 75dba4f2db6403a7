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

/** `bun run bench pages`: how soon each list and each filter of it shows in a browser, on a file with a million deliveries. */
export async function pages(): Promise<void> {
  const now = Date.now();
  const posthorn = await withMillion(now);
  await using browser = await startBrowser();
  const window = await browser.open({ url: posthorn.url });
  await enter(window, { url: posthorn.url, ownerCookie: () => signIn(posthorn) });
  heading(`In the browser: address changed to rows shown, median of ${TRIES}; limit ${LIMIT_MS} ms`);
  for (const [path, queries] of Object.entries(lists(oldest(now))))
    for (const query of queries) await measure(window.page, path, query);
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

async function measure(page: Page, path: string, query: string): Promise<void> {
  const times: number[] = [];
  const asked: Asked[] = [];
  await open(page, path, "");
  for (let tries = 0; tries < TRIES; tries++) {
    const [shown, api] = await open(page, path, query);
    times.push(shown);
    asked.push(api);
  }
  const shown = percentile(times, 0.5);
  const slowest = asked.toSorted((a, b) => a.ms - b.ms)[Math.floor(TRIES / 2)];
  const beside = `${ms(slowest?.ms ?? 0)} for ${slowest?.path}${shown > LIMIT_MS ? "   OVER THE LIMIT" : ""}`;
  report(
    `${path}${query && `?${query}`}`
      .replace(/wh_0+/, "wh_…")
      .replace(/evt_0+/, "evt_…")
      .replace(/(\d{4}-\d\d-\d\d)T[\d:.]+Z/g, "$1"),
    ms(shown),
    beside,
  );
}

type Asked = { path: string; ms: number };

/** From another page to this one: milliseconds until its rows are there, and its slowest request meanwhile. */
async function open(page: Page, path: string, query: string): Promise<[shown: number, slowest: Asked]> {
  await page.evaluate(() => {
    location.hash = "#/account";
  });
  await page.locator("main form").first().waitFor();
  return page.evaluate(
    async (hash): Promise<[number, Asked]> => {
      performance.clearResourceTimings();
      const began = performance.now();
      location.hash = hash;
      const isShown = () => {
        const main = document.querySelector("main");
        const isBusy = main?.querySelector('.skeleton, [aria-busy="true"]') !== null;
        return location.hash === hash && !isBusy && main?.querySelector("tbody tr, .empty") !== null;
      };
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      do await frame();
      while (!isShown());
      const shown = performance.now() - began;
      const requests = performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.includes("/api/v1/"));
      const [slowest] = requests.sort((a, b) => b.duration - a.duration);
      const path = slowest ? new URL(slowest.name).pathname.replace("/api/v1", "") : "nothing";
      return [shown, { path, ms: slowest?.duration ?? 0 }];
    },
    `#${path}${query && `?${query}`}`,
  );
}
