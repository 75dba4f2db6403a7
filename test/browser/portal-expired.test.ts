import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { type Clock, systemClock } from "../../src/clock.ts";
import { axe, STORY_MS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { portalLink } from "../support/portal.ts";
import { type Site, startSite } from "../support/site.ts";

setDefaultTimeout(STORY_MS);

const LASTS = { expires_in_seconds: 60, return_url: "https://app.example.com/settings" };
const LATER_MS = 61_000;

/** How far the server's clock is ahead of the browser's. */
let ahead = 0;
const clock: Clock = { ...systemClock, now: () => systemClock.now() + ahead };
let site: Site;
let browser: TestBrowser;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite({}, clock), startBrowser()]);
  await site.call("PUT", "/tenants/northwind", { name: "Northwind Traders" });
});
afterAll(async () => {
  await browser.stop();
  await site.stop();
});

const title = (page: Page, name: string) => page.getByRole("heading", { name, level: 1 }).waitFor();
const wayBack = (page: Page) => page.getByRole("link", { name: /^Back to/ });

test("a portal link that nobody opened in time says so and where a new one is", async () => {
  const window = await browser.open(site);
  window.expectStatus(401);
  const { url } = await portalLink(site, "northwind", LASTS);
  ahead += LATER_MS;
  await window.page.goto(url);
  await title(window.page, "This link does not work any more");
  await window.page.getByText("Ask for a new one where you found it.").waitFor();
  expect(window.page.url()).toBe(`${site.url}/portal#/`);
  expect(await window.page.getByRole("button", { name: "Go on with what is open here" }).count()).toBe(0);
  expect(await axe(window.page)).toEqual([]);
  expect(window.faults).toEqual([]);
  await window.close();
});

test("a portal session whose time is up says so at the next step, and leads back", async () => {
  const window = await browser.open(site);
  window.expectStatus(401);
  const { url } = await portalLink(site, "northwind", LASTS);
  await window.page.goto(url);
  await title(window.page, "Webhooks");
  await window.page.getByText("Northwind Traders", { exact: true }).waitFor();
  ahead += LATER_MS;
  await window.page.reload();
  await title(window.page, "Your session has ended");
  expect(await wayBack(window.page).getAttribute("href")).toBe(LASTS.return_url);
  expect(window.faults).toEqual([]);
  await window.close();
});
