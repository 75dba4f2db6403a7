import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { routes } from "../../screenshots/routes.ts";
import { axe, overflowing, STORY_MS, settled, type View } from "../../support/browser.ts";
import { fillWithHostileText, HOSTILE } from "./hostile.ts";
import { alive, cut } from "./on-the-page.ts";
import { type Stage, startStage } from "./stage.ts";

setDefaultTimeout(STORY_MS);

const TABS = ["", "/settings", "/secret", "/test", "/health"];
let stage: Stage;
let addresses: string[];

beforeAll(async () => {
  stage = await startStage();
  const rows = await fillWithHostileText(stage);
  const admin = (await routes()).filter(({ mode }) => mode === "admin");
  addresses = admin.flatMap(({ path }) => {
    const filled = path.replace(/:(\w+)(?!\?)\b/g, (_, name) => rows[path]?.[name] ?? "");
    return path.endsWith("/:tab?") ? TABS.map((tab) => filled.replace(/\/:?(tab)?\?$/, tab)) : [filled];
  });
});
afterAll(() => stage.stop());

/** Opens a page anew, so that nothing is left of the one before, and waits until all of it is there. */
async function go(page: Page, address: string): Promise<void> {
  await page.goto(`/?anew=${encodeURIComponent(address)}#${address}`);
  await page.locator("main h1").waitFor();
  await settled(page);
}

/** What is wrong with the page that is open in one look of it. */
async function wrongWith(page: Page, look: Look, faults: string[]): Promise<string[]> {
  const { width, scheme, isJudged } = look;
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme });
  const judged = isJudged ? await axe(page) : [];
  const wrong = [
    ...judged,
    ...(await overflowing(page)),
    ...(await cut(page)),
    ...(await alive(page)),
    ...faults.splice(0),
  ];
  return wrong.slice(0, 4).map((one) => `${scheme}, ${width} px: ${one}`);
}

type Look = { width: number; scheme: "light" | "dark"; isJudged: boolean };

const looks: [string, View, Look[]][] = [
  [
    "light, dark and on a phone",
    {},
    [
      { width: 1280, scheme: "light", isJudged: true },
      { width: 1280, scheme: "dark", isJudged: true },
      { width: 375, scheme: "light", isJudged: false },
    ],
  ],
  [
    "right to left",
    { language: "ar" },
    [
      { width: 1280, scheme: "light", isJudged: false },
      { width: 375, scheme: "light", isJudged: false },
    ],
  ],
];

test.each(looks)(
  "every page full of hostile, long and right-to-left text holds it, %s",
  async (_, view, each) => {
    await stage.inWindow(view, async ({ page, faults }) => {
      page.on("dialog", (dialog) => faults.push(`dialog: ${dialog.message()}`));
      const found: Record<string, string[]> = {};
      for (const address of addresses) {
        await go(page, address);
        const wrong: string[] = [];
        for (const look of each) wrong.push(...(await wrongWith(page, look, faults)));
        if (wrong.length > 0) found[address] = wrong;
      }
      expect(found).toEqual({});
    });
  },
);

test("what a page shows of hostile text is all of it, as text", async () => {
  await stage.inWindow({}, async ({ page }) => {
    for (const route of ["/deliveries/", "/webhooks/", "/tenants/"]) {
      const address = addresses.find((one) => one.startsWith(route) && one.length > 20) ?? "";
      await go(page, address);
      expect(await page.locator("main").textContent()).toContain(HOSTILE.slice(0, 40));
    }
  });
});
