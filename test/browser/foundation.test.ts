import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import {
  axe,
  enter,
  overflowing,
  STORY_MS,
  settled,
  signIn,
  startBrowser,
  type TestBrowser,
  type View,
  type Window,
} from "../support/browser.ts";
import { report } from "../support/executable.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { OWNER, type Site, startSite } from "../support/site.ts";

setDefaultTimeout(STORY_MS);

const KB = 1024;
const HOSTILE = '<img src=x onerror="alert(1)"> \u202egnirts';
let site: Site;
let browser: TestBrowser;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver(() => 503);
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  await site.call("PUT", "/tenants/northwind", { name: HOSTILE });
  const url = `${receiver.url}/hooks?long=${"x".repeat(300)}`;
  for (const [tenant, description] of [
    ["northwind", HOSTILE],
    ["contoso", "مستودع"],
  ]) {
    await site.call("PUT", `/tenants/${tenant}`, { name: tenant });
    await site.call("POST", "/webhooks", {
      tenant,
      url,
      event_types: ["order.*", "stock.updated"],
      description,
    });
  }
  for (let count = 0; count < 12; count++)
    await site.call("POST", "/events", { type: "order.created", tenant: "northwind", data: { count } });
  await receiver.waitFor(12);
});
afterAll(async () => {
  await browser.stop();
  await site.stop();
  await receiver.stop();
});

/** Runs in a window of its own, and fails on whatever went wrong in it. */
async function inWindow(view: View, story: (window: Window) => Promise<void>): Promise<void> {
  const window = await browser.open(site, view);
  try {
    await story(window);
    expect(window.faults).toEqual([]);
  } finally {
    await window.close();
  }
}

/** The page of this hash, once all of it is there. */
async function go(page: Page, hash: string): Promise<void> {
  await page.goto(`/#${hash}`);
  await page.locator("h1").waitFor();
  await settled(page);
}

const views: [string, View][] = [
  ["light", {}],
  ["dark", { scheme: "dark" }],
  ["on a phone", { width: 375, height: 720 }],
  ["on a phone, dark", { width: 375, height: 720, scheme: "dark" }],
  ["right to left", { language: "ar" }],
  ["right to left on a phone", { width: 375, height: 720, language: "ar" }],
];

describe.each(views)("%s", (_, view) => {
  test("sign-in, overview and webhooks are without fault for axe, and nothing sticks out", async () => {
    await inWindow(view, async (window) => {
      const { page } = window;
      const found: Record<string, string[]> = {};
      const look = async (name: string) => {
        found[name] = [...(await axe(page)), ...(await overflowing(page))];
      };
      await page.goto("/");
      await page.locator("h1").waitFor();
      await look("sign-in");
      await enter(window, site);
      await settled(page);
      await look("overview");
      await go(page, "/webhooks");
      await look("webhooks");
      expect(found).toEqual({ "sign-in": [], overview: [], webhooks: [] });
      expect(await page.locator("html").getAttribute("dir")).toBe(view.language === "ar" ? "rtl" : "ltr");
    });
  });
});

describe("signing in", () => {
  test("with a wrong password says so, and keeps the address", async () => {
    await inWindow({}, async ({ page, expectStatus }) => {
      expectStatus(401);
      await page.goto("/");
      await page.getByLabel("E-mail address").fill(OWNER.email);
      await page.getByLabel("Password", { exact: true }).fill("not the password");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("The address or the password is wrong.").waitFor();
      expect(await page.getByLabel("E-mail address").inputValue()).toBe(OWNER.email);
    });
  });

  test("lasts over a reload, and ends by signing out", async () => {
    await inWindow({}, async ({ page }) => {
      await signIn(page);
      await page.reload();
      await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
      await page.getByText(OWNER.email).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      await page.reload();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
    });
  });

  test("is asked for over the page when the session has ended, which loses nothing that was typed", async () => {
    await inWindow({}, async ({ page, context, expectStatus }) => {
      expectStatus(401);
      await signIn(page);
      await go(page, "/webhooks");
      await context.clearCookies();
      await page.getByRole("searchbox").fill("north");
      const dialog = page.getByRole("dialog", { name: "Sign in again" });
      await dialog.getByLabel("E-mail address").fill(OWNER.email);
      await dialog.getByLabel("Password", { exact: true }).fill(OWNER.password);
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "hidden" });
      expect(await page.getByRole("searchbox").inputValue()).toBe("north");
      await page.waitForFunction(() => document.querySelectorAll("tbody tr.linked").length === 1);
    });
  });
});

describe("the keyboard", () => {
  test("leads to every part: search, rows, pages and its own help", async () => {
    await inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, site);
      await page.keyboard.press("g");
      await page.keyboard.press("w");
      await page.getByRole("heading", { name: "Webhooks", level: 1 }).waitFor();
      await settled(page);
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
      expect(await page.title()).toBe("Webhooks · Posthorn");
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.keyboard.press("k");
      const first = page.locator("a.row-link").first();
      expect(await first.evaluate((row) => row === document.activeElement)).toBe(true);
      await page.keyboard.press("/");
      expect(await page.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("search");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
      expect(await axe(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
    });
  });

  test("goes on after a box is ticked", async () => {
    await inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, site, "/#/api-keys/new");
      await page.getByLabel("events:read").check();
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
    });
  });

  test("skips the navigation", async () => {
    await inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, site);
      await page.keyboard.press("Shift+Tab");
      await page.locator(".skip").focus();
      await page.keyboard.press("Enter");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    });
  });
});

describe("the list of webhooks", () => {
  test("keeps its filters in the address, and tells nothing found apart from nothing there", async () => {
    await inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, site);
      await go(page, "/webhooks");
      await page.getByRole("searchbox").fill("no such webhook");
      await page.getByText("Nothing matches these filters").waitFor();
      expect(new URL(page.url()).hash).toBe("#/webhooks?q=no+such+webhook");
      await page.getByRole("button", { name: "Clear filters" }).click();
      await page.locator("tbody tr.linked").first().waitFor();
      expect(await page.locator("tbody tr.linked").count()).toBe(2);
      await go(page, "/webhooks?tenant=contoso");
      await page.waitForFunction(() => document.querySelectorAll("tbody tr.linked").length === 1);
    });
  });

  test("shows hostile text as text", async () => {
    await inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, site);
      await go(page, "/webhooks");
      expect(await page.locator("td small").allTextContents()).toContain(`northwind · ${HOSTILE}`);
      expect(await page.locator("main img").count()).toBe(0);
    });
  });
});

describe("the page", () => {
  test("says what to do when the server cannot be reached, and goes on when it can", async () => {
    await inWindow({}, async (window) => {
      const { page, context, faults } = window;
      await enter(window, site);
      await go(page, "/webhooks");
      await context.setOffline(true);
      await page.getByRole("searchbox").fill("contoso");
      await page.getByText("Posthorn cannot be reached.").waitFor();
      await context.setOffline(false);
      await page.getByRole("button", { name: "Try again" }).click();
      await page.waitForFunction(() => document.querySelectorAll("tbody tr.linked").length === 1);
      expect(faults.filter((fault) => !fault.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
      faults.length = 0;
    });
  });

  test("of no address is one that leads on", async () => {
    await inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, site);
      await page.goto("/#/no/such/page");
      await page.getByRole("heading", { name: "Not found" }).waitFor();
      await page.getByRole("link", { name: "Go to the first page" }).click();
      await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
    });
  });

  test("on a phone has its navigation behind a button", async () => {
    await inWindow({ width: 375, height: 720 }, async (window) => {
      const { page } = window;
      await enter(window, site);
      expect(await page.getByRole("link", { name: "Event types" }).isVisible()).toBe(false);
      await page.getByRole("button", { name: "Menu" }).click();
      expect(await axe(page)).toEqual([]);
      await page.getByRole("link", { name: /^Webhooks/ }).click();
      await page.getByRole("heading", { name: "Webhooks", level: 1 }).waitFor();
      expect(await page.getByRole("link", { name: "Event types" }).isVisible()).toBe(false);
    });
  });

  test("changes its language and its look at once, and remembers both", async () => {
    const window = await browser.open(site);
    const { page } = window;
    await enter(window, site);
    await page.getByText(OWNER.email).click();
    await page.getByLabel("Dark", { exact: true }).check();
    expect(await page.evaluate(() => getComputedStyle(document.body).colorScheme)).toBe("dark");
    await page.getByLabel("العربية", { exact: true }).check();
    await page.getByRole("heading", { name: "نظرة عامة" }).waitFor();
    expect(await page.evaluate(() => ({ ...localStorage }))).toMatchObject({
      "posthorn.theme": "dark",
      "posthorn.language": "ar",
    });
    expect(window.faults).toEqual([]);
    await window.close();
  });

  test("has less than 250 KB of compressed JavaScript when the overview is there, chart and all", async () => {
    await inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, site);
      await settled(page);
      const bytes = await page.evaluate(() =>
        (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
          .filter(({ name }) => name.endsWith(".js"))
          .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      );
      report(`JavaScript of the overview: ${(bytes / KB).toFixed(1)} KB compressed`);
      expect(bytes).toBeGreaterThan(10 * KB);
      expect(bytes).toBeLessThan(250 * KB);
    });
  });
});
