import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { axe, enter, go, STORY_MS, settled } from "../support/browser.ts";
import { report } from "../support/executable.ts";
import { type Pages, startPages } from "../support/pages.ts";
import { OWNER } from "../support/site.ts";
import { expectSoon } from "../support/wait-for.ts";

setDefaultTimeout(STORY_MS);

const KB = 1024;
let pages: Pages;

beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());

describe("the page", () => {
  test("says what to do when the server cannot be reached, and goes on when it can", async () => {
    await pages.inWindow({}, async (window) => {
      const { page, context, faults } = window;
      await enter(window, pages.site);
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
    await pages.inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, pages.site);
      await page.goto("/#/no/such/page");
      await page.getByRole("heading", { name: "Not found" }).waitFor();
      await page.getByRole("link", { name: "Go to the first page" }).click();
      await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
    });
  });

  test("on a phone has its navigation behind a button", async () => {
    await pages.inWindow({ width: 375, height: 720 }, async (window) => {
      const { page } = window;
      await enter(window, pages.site);
      await page.getByRole("link", { name: "Event types" }).waitFor({ state: "hidden" });
      await page.getByRole("button", { name: "Menu" }).click();
      expect(await axe(page)).toEqual([]);
      await page.getByRole("link", { name: /^Webhooks/ }).click();
      await page.getByRole("heading", { name: "Webhooks", level: 1 }).waitFor();
      await page.getByRole("link", { name: "Event types" }).waitFor({ state: "hidden" });
    });
  });

  test("changes its language and its look at once, and remembers both", async () => {
    const window = await pages.browser.open(pages.site);
    const { page } = window;
    await enter(window, pages.site);
    await page.getByText(OWNER.email).click();
    await page.getByLabel("Dark", { exact: true }).check();
    await expectSoon(() => page.evaluate(() => getComputedStyle(document.body).colorScheme), "dark");
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
    await pages.inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, pages.site);
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
