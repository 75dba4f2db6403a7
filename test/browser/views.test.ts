import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { axe, enter, go, overflowing, STORY_MS, settled, type View } from "../support/browser.ts";
import { type Pages, startPages } from "../support/pages.ts";

setDefaultTimeout(STORY_MS);

let pages: Pages;

beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());

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
    await pages.inWindow(view, async (window) => {
      const { page } = window;
      const found: Record<string, string[]> = {};
      const look = async (name: string) => {
        found[name] = [...(await axe(page)), ...(await overflowing(page))];
      };
      await page.goto("/");
      await page.locator("h1").waitFor();
      await look("sign-in");
      await enter(window, pages.site);
      await settled(page);
      await look("overview");
      await go(page, "/webhooks");
      await look("webhooks");
      expect(found).toEqual({ "sign-in": [], overview: [], webhooks: [] });
      expect(await page.locator("html").getAttribute("dir")).toBe(view.language === "ar" ? "rtl" : "ltr");
    });
  });
});
