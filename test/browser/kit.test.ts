import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { axe, overflowing, STORY_MS, startBrowser, type TestBrowser, type View } from "../support/browser.ts";
import { startKit } from "./kit/serve.ts";

setDefaultTimeout(STORY_MS);

let kit: Awaited<ReturnType<typeof startKit>>;
let browser: TestBrowser;

beforeAll(async () => {
  [kit, browser] = await Promise.all([startKit(), startBrowser()]);
});
afterAll(async () => {
  await browser.stop();
  await kit[Symbol.asyncDispose]();
});

async function withKit(view: View, story: (page: Page) => Promise<void>): Promise<void> {
  const { page, faults, close } = await browser.open(kit, view);
  await page.goto("/");
  await page.locator(".cm-editor").waitFor();
  await story(page);
  expect(faults).toEqual([]);
  await close();
}

test.each<[string, View]>([
  ["light", {}],
  ["dark", { scheme: "dark" }],
  ["on a phone", { width: 375 }],
  ["right to left", { language: "ar" }],
])("every part is without fault for axe under the page's policy: %s", async (_, view) => {
  await withKit(view, async (page) => {
    expect([await axe(page), await overflowing(page)]).toEqual([[], []]);
  });
});

describe("the JSON editor", () => {
  test("marks a fault of the server's where its pointer leads", async () => {
    await withKit({}, async (page) => {
      const marked = page.locator(".cm-lintRange-error");
      await marked.waitFor();
      expect(await marked.textContent()).toBe("1.50");
    });
  });

  test("takes what is typed, says when it is no JSON, and lets Tab out", async () => {
    await withKit({}, async (page) => {
      await page.locator(".cm-content").click();
      await page.keyboard.press("Control+A");
      await page.keyboard.type("nope");
      await page.getByText("4 characters").waitFor();
      await page.locator(".cm-lint-marker-error").waitFor();
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.closest(".editor"))).toBeNull();
    });
  });
});

describe("the picker of event types", () => {
  test("puts a whole branch in the place of what is in it, and finds by search", async () => {
    await withKit({}, async (page) => {
      const chosen = page.locator("#patterns");
      expect(await page.getByLabel("order.created").isDisabled()).toBe(true);
      await page.getByLabel("All of order", { exact: true }).uncheck();
      await page.getByLabel("order.created").check();
      await page.getByLabel("stock.updated").check();
      expect(await chosen.textContent()).toBe("order.created stock.updated");
      await page.getByLabel("All of order", { exact: true }).check();
      expect(await chosen.textContent()).toBe("stock.updated order.*");
      await page.getByRole("searchbox").fill("invoice.*");
      await page.getByRole("button", { name: "Add the pattern invoice.*" }).click();
      expect(await chosen.textContent()).toBe("stock.updated order.* invoice.*");
      await page.getByRole("button", { name: "Remove order.*" }).click();
      expect(await chosen.textContent()).toBe("stock.updated invoice.*");
    });
  });
});

test("a destructive act waits for its confirmation to be typed, and tells when it is done", async () => {
  await withKit({}, async (page) => {
    await page.getByRole("button", { name: "Delete…" }).click();
    const confirm = page.getByRole("button", { name: "Delete 3 webhooks" });
    expect(await confirm.isDisabled()).toBe(true);
    expect(await axe(page)).toEqual([]);
    await page.getByLabel("Type northwind to confirm").fill("northwind");
    await confirm.click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await page.locator(".toast").textContent()).toBe("Deleted 3 webhooks");
  });
});
