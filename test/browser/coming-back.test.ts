import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import {
  enter,
  STORY_MS,
  settled,
  signIn,
  startBrowser,
  type TestBrowser,
  type Window,
} from "../support/browser.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { OWNER, type Site, startSite } from "../support/site.ts";

setDefaultTimeout(STORY_MS);

const EVENTS = 120;
let site: Site;
let browser: TestBrowser;
let receiver: Receiver;
let webhook: string;

beforeAll(async () => {
  receiver = await startReceiver();
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  const hook = { url: `${receiver.url}/hooks`, event_types: ["*"], tenant: "northwind" };
  webhook = (await site.call<{ id: string }>("POST", "/webhooks", hook)).body.id;
  for (let count = 0; count < EVENTS; count++) await publish(count);
  await receiver.waitFor(EVENTS);
});
afterAll(async () => {
  await browser.stop();
  await site.stop();
  await receiver.stop();
});

const publish = (count: number) =>
  site.call("POST", "/events", { type: "order.created", tenant: "northwind", data: { count } });

async function inWindow(story: (window: Window) => Promise<void>): Promise<void> {
  const window = await browser.open(site);
  try {
    await story(window);
    expect(window.faults).toEqual([]);
  } finally {
    await window.close();
  }
}

const rows = (page: Page) => page.locator("tbody tr.linked");

/** Loads a second page, scrolls down and opens a row of it with the mouse. Answers where it led and where it stood. */
async function openFarDown(page: Page): Promise<{ href: string; top: number }> {
  await rows(page).first().waitFor();
  await settled(page);
  const first = await rows(page).count();
  await page.getByRole("button", { name: "Load more" }).click();
  await page.waitForFunction((count) => document.querySelectorAll("tbody tr.linked").length > count, first);
  const link = rows(page)
    .nth(first + 10)
    .locator("[data-row]");
  await link.evaluate((row) => row.scrollIntoView({ block: "center" }));
  const [href, top] = await link.evaluate(
    (row) => [row.getAttribute("href") ?? "", row.getBoundingClientRect().top] as const,
  );
  await link.click();
  await page.waitForFunction((hash) => location.hash === hash, href);
  await page.locator(".shell h1").waitFor();
  await settled(page);
  return { href, top };
}

type Focused = { href: string | null; top: number };

const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => ({
    href: document.activeElement?.getAttribute("href") ?? null,
    top: document.activeElement?.getBoundingClientRect().top ?? 0,
  }));

/** Until the row has the focus again. */
const backAt = (page: Page, href: string) =>
  page.waitForFunction((row) => document.activeElement?.getAttribute("href") === row, href);

async function expectSamePlace(page: Page, { href, top }: Focused & { href: string }): Promise<void> {
  await backAt(page, href);
  await settled(page);
  expect(Math.abs((await focused(page)).top - top)).toBeLessThan(2);
}

describe.each([
  ["deliveries", () => "/#/deliveries?tenant=northwind"],
  ["events", () => "/#/events"],
  ["a webhook's deliveries", () => `/#/webhooks/${webhook}`],
])("going back to the list of %s", (_, address) => {
  test("shows what it showed, at the same place, with the focus on the row that was opened", async () => {
    await inWindow(async (window) => {
      const { page } = window;
      await enter(window, site, address());
      const opened = await openFarDown(page);
      await page.goBack();
      await expectSamePlace(page, opened);
      const next = await page.evaluate(() => {
        const all = [...document.querySelectorAll("main [data-row]")];
        return all[all.indexOf(document.activeElement as Element) + 1]?.getAttribute("href");
      });
      await page.keyboard.press("j");
      expect((await focused(page)).href).toBe(next ?? "");
    });
  });
});

describe("a list that is returned to", () => {
  test("is asked for anew: what has come in meanwhile is there, and nothing that is read has moved", async () => {
    await inWindow(async (window) => {
      const { page } = window;
      await enter(window, site, "/#/deliveries");
      const opened = await openFarDown(page);
      const before = receiver.requests.length;
      await publish(1000);
      await receiver.waitFor(before + 1);
      const answered = page.waitForResponse((response) => /\/deliveries\?.*cursor=/.test(response.url()));
      await page.goBack();
      await backAt(page, opened.href);
      await answered;
      await expectSamePlace(page, opened);
    });
  });

  test("is come to by the way up too, and a link from elsewhere begins it anew", async () => {
    await inWindow(async (window) => {
      const { page } = window;
      await enter(window, site, "/#/events?tenant=northwind");
      const opened = await openFarDown(page);
      await page.locator(".crumbs a").first().click();
      await expectSamePlace(page, opened);
      expect(new URL(page.url()).hash).toBe("#/events?tenant=northwind");
      const menu = page.getByRole("navigation");
      await menu.getByRole("link", { name: "Webhooks" }).click();
      await page.getByRole("heading", { name: "Webhooks", level: 1 }).waitFor();
      await menu.getByRole("link", { name: "Events", exact: true }).click();
      await page.getByRole("heading", { name: "Events", level: 1 }).waitFor();
      expect(await page.evaluate(() => scrollY)).toBe(0);
    });
  });

  test("is forgotten when somebody signs out", async () => {
    await inWindow(async ({ page }) => {
      await signIn(page, OWNER, "/#/deliveries");
      await rows(page).first().waitFor();
      const first = await rows(page).count();
      await openFarDown(page);
      await page.getByText(OWNER.email).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      await fillSignIn(page);
      await page.goBack();
      await rows(page).first().waitFor();
      await settled(page);
      expect(await rows(page).count()).toBe(first);
      expect(await page.evaluate(() => scrollY)).toBe(0);
    });
  });
});

async function fillSignIn(page: Page): Promise<void> {
  await page.getByLabel("E-mail address").fill(OWNER.email);
  await page.getByLabel("Password", { exact: true }).fill(OWNER.password);
  await page.keyboard.press("Enter");
  await page.locator(".shell h1").waitFor();
}
