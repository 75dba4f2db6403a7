import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { enter, go, STORY_MS } from "../support/browser.ts";
import { HOSTILE, type Pages, startPages } from "../support/pages.ts";
import { expectSoon } from "../support/wait-for.ts";

setDefaultTimeout(STORY_MS);

let pages: Pages;

beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());

describe("the list of webhooks", () => {
  test("keeps its filters in the address, and tells nothing found apart from nothing there", async () => {
    await pages.inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, pages.site);
      await go(page, "/webhooks");
      await page.getByRole("searchbox").fill("no such webhook");
      await page.getByText("Nothing matches these filters").waitFor();
      expect(new URL(page.url()).hash).toBe("#/webhooks?q=no+such+webhook");
      await page.getByRole("button", { name: "Clear filters" }).click();
      await page.locator("tbody tr.linked").first().waitFor();
      await expectSoon(() => page.locator("tbody tr.linked").count(), 2);
      await go(page, "/webhooks?tenant=contoso");
      await page.waitForFunction(() => document.querySelectorAll("tbody tr.linked").length === 1);
    });
  });

  test("shows hostile text as text", async () => {
    await pages.inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, pages.site);
      await go(page, "/webhooks");
      expect(await page.locator("td small").allTextContents()).toContain(`northwind · ${HOSTILE}`);
      expect(await page.locator("main img").count()).toBe(0);
    });
  });
});
