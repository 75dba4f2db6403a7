import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { axe, enter, STORY_MS, settled } from "../support/browser.ts";
import { type Pages, startPages } from "../support/pages.ts";

setDefaultTimeout(STORY_MS);

let pages: Pages;

beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());

describe("the keyboard", () => {
  test("leads to every part: search, rows, pages and its own help", async () => {
    await pages.inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, pages.site);
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
    await pages.inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, pages.site, "/#/api-keys/new");
      await page.getByLabel("events:read").check();
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
    });
  });

  test("skips the navigation", async () => {
    await pages.inWindow({}, async (window) => {
      const { page } = window;
      await enter(window, pages.site);
      await page.keyboard.press("Shift+Tab");
      await page.locator(".skip").focus();
      await page.keyboard.press("Enter");
      expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    });
  });
});
