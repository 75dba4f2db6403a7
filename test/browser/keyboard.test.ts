import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { axe, enter, expectFocused, STORY_MS, settled } from "../support/browser.ts";
import { type Pages, startPages } from "../support/pages.ts";
import { expectSoon } from "../support/wait-for.ts";

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
      await expectFocused(page.locator("h1"));
      await expectSoon(() => page.title(), "Webhooks · Posthorn");
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.keyboard.press("k");
      await expectFocused(page.locator("a.row-link").first());
      await page.keyboard.press("/");
      await expectFocused(page.getByRole("searchbox"));
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
      await expectFocused(page.locator("#main"));
    });
  });
});
