import { join } from "node:path";
import type { Page } from "playwright-core";
import { ar } from "../../public/texts/ar/index.ts";
import { en } from "../../public/texts/en/index.ts";
import { enter, overflowing, settled, type TestBrowser, type View, type Window } from "../support/browser.ts";
import type { Picture, Say } from "./pictures.ts";
import { portalOf, type World } from "./world.ts";

export const views: Record<string, View> = {
  light: {},
  dark: { scheme: "dark" },
  375: { width: 375, height: 812 },
  ar: { language: "ar" },
  "ar-375": { width: 375, height: 812, language: "ar" },
};

/** Longer pages are cut off here, in pixels: the rest of a list looks the same. */
const MAX_HEIGHT = 2400;

/** For a picture among text: its file stays below 150 KB. */
const SHORT_HEIGHT = 680;

const words: Record<string, Record<string, unknown>> = { en, ar };

/** Takes pictures of one view, in one window for each who looks at each site. */
export function photographer(browser: TestBrowser, world: World, name: string, folder: string) {
  const view = views[name] ?? {};
  const windows = new Map<string, Promise<Window>>();
  const say: Say = (key) => String(words[view.language ?? "en"]?.[key]);

  async function open({ as = "owner", on }: Picture): Promise<Window> {
    const site = on === "fresh" ? world.fresh : world.site;
    const window = await browser.open(site, view);
    if (as === "owner") await enter(window, site);
    if (as === "portal" || as === "reader") {
      await window.page.goto(await portalOf(site, "northwind", { read_only: as === "reader" }));
      await window.page.locator(".shell h1").waitFor();
    }
    return window;
  }

  /** Writes the picture and answers its file's name, and what was wrong while it was taken. */
  async function take(picture: Picture): Promise<{ file: string; faults: string[] }> {
    const file = `${picture.page}-${picture.state}-${name}.png`;
    const key = `${picture.as} ${picture.on}`;
    if (!windows.has(key)) windows.set(key, open(picture));
    const window = await windows.get(key);
    if (!window) throw new Error("there is no window");
    const { page, faults } = window;
    faults.length = 0;
    await go(page, picture);
    await picture.act?.(page, say, world);
    if (!picture.isBroken) await settled(page);
    await shoot(page, join(folder, file), picture.isShort);
    const wide = (await overflowing(page)).slice(0, 3).map((element) => `wider than the window: ${element}`);
    if (await isCutOff(page)) wide.push("a table is wider than what it stands in");
    if (picture.act) await page.reload();
    return { file, faults: [...(picture.isBroken ? [] : faults), ...wide] };
  }

  async function close(): Promise<void> {
    for (const window of windows.values()) await (await window).close();
  }
  return { take, close };
}

async function go(page: Page, { at, as }: Picture): Promise<void> {
  const isPortal = as === "portal" || as === "reader";
  await page.goto(`${isPortal ? "/portal" : "/"}#${at}`);
  await page.locator("h1").first().waitFor();
  // What is fetched because the address changed begins a moment later.
  await page.waitForTimeout(150);
  await settled(page);
}

/** What is cut off without a bar to scroll it by does not make the window wider. */
const isCutOff = (page: Page): Promise<boolean> =>
  page.evaluate(() =>
    [...document.querySelectorAll(".panel td")].some((cell) => {
      const { left, right, width } = cell.getBoundingClientRect();
      const around = cell.closest(".panel")?.getBoundingClientRect();
      return width > 0 && around !== undefined && (left < around.left - 1 || right > around.right + 1);
    }),
  );

async function shoot(page: Page, path: string, isShort = false): Promise<void> {
  // What is on top of the page belongs to the window, not to the whole page.
  if ((await page.locator("dialog[open]").count()) > 0)
    return void (await page.screenshot({ path, animations: "disabled" }));
  // What sticks to the window would be drawn where it is scrolled to.
  await page.evaluate(() => scrollTo(0, 0));
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const shown = isShort ? SHORT_HEIGHT : Math.min(Math.max(whole, height), MAX_HEIGHT);
  await page.screenshot({
    path,
    fullPage: true,
    clip: { x: 0, y: 0, width, height: shown },
    animations: "disabled",
  });
}
