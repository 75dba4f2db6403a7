import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { STORY_MS, settled } from "../../support/browser.ts";
import { waitFor } from "../../support/wait-for.ts";
import { focused, tabTo } from "./focus.ts";
import { makeStrictProfile, type Stage, startStage } from "./stage.ts";

setDefaultTimeout(STORY_MS);

let stage: Stage;
let webhook: string;

beforeAll(async () => {
  stage = await startStage();
  await makeStrictProfile(stage);
  stage.receiver.reply(503);
  const fields = { url: `${stage.receiver.url}/hooks`, event_types: ["order.*"], profile: "strict" };
  webhook = (await stage.call<{ id: string }>("POST", "/webhooks", fields)).body.id;
});
beforeEach(async () => {
  stage.receiver.reply(503);
  for (let order = 0; order < 3; order++) await stage.delivered({ type: "order.paid", data: { order } });
  stage.receiver.reply(200);
});
afterAll(() => stage.stop());

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const heading = (page: Page, name: string) => page.getByRole("heading", { name, level: 1 }).waitFor();
/** As a page's title has an address. */
const shown = (url: string) => `${url.replace("http://", "")}/hooks`;
const dialog = (page: Page) => page.getByRole("dialog");

/** Fails unless something of these words has the focus, and can be seen to. */
async function expectFocus(page: Page, words: string): Promise<void> {
  await waitFor(async () => (await focused(page)).what.includes(words), `the focus on ${words}`).catch(
    async () => expect((await focused(page)).what).toContain(words),
  );
  expect((await focused(page)).isSeen).toBe(true);
}

test("leads from the overview to a delivery and its retry, and back, without a pointer", async () => {
  await stage.inWindow({}, async ({ page }) => {
    await press(page, "g", "w");
    await heading(page, "Webhooks");
    await expectFocus(page, "Webhooks");
    await press(page, "/");
    expect((await focused(page)).what).toStartWith("input");
    await page.keyboard.type("hooks");
    await page.waitForFunction(() => location.hash.endsWith("?q=hooks"));
    await settled(page);
    await tabTo(page, "/hooks");
    await press(page, "Enter");
    await heading(page, shown(stage.receiver.url));
    await page.locator("main tbody [data-row]").nth(2).waitFor();
    await press(page, "j", "j", "k");
    const first = page.locator("main [data-row]").first();
    expect(await first.evaluate((row) => row === document.activeElement)).toBe(true);
    await expectFocus(page, "order.paid");
    await press(page, "Enter");
    await heading(page, "order.paid");
    await expectFocus(page, "order.paid");
    const before = stage.receiver.requests.length;
    await press(page, "r");
    await stage.receiver.waitFor(before + 1);
    await page.getByText("HTTP 200 OK").first().waitFor();
    await press(page, "g", "l");
    await heading(page, "Live");
  });
});

test("lists its keys with a question mark, and gives the focus back where it was", async () => {
  await stage.inWindow({}, async ({ page }) => {
    await press(page, "g", "w");
    await heading(page, "Webhooks");
    await settled(page);
    await press(page, "j", "?");
    await dialog(page).waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest("dialog") !== null)).toBe(true);
    await press(page, "Escape");
    await dialog(page).waitFor({ state: "hidden" });
    await expectFocus(page, "hooks");
  });
});

test("is never lost when a dialog closes, whether it was done or not", async () => {
  await stage.inWindow({}, async ({ page }) => {
    await page.goto(`/#/webhooks/${webhook}`);
    await page.getByRole("button", { name: "Retry…" }).waitFor();
    await tabTo(page, "Recover…");
    await press(page, "Enter");
    await page.getByText(/^\d+ events will be sent\.$/).waitFor();
    await press(page, "Escape");
    await expectFocus(page, "Recover…");
    await tabTo(page, "Retry…");
    await press(page, "Enter");
    await page.getByText(/^\d+ deliver(y|ies) match/).waitFor();
    await tabTo(page, /Retry \d+ deliver/);
    await press(page, "Enter");
    await dialog(page).waitFor({ state: "hidden" });
    await page.getByText("Done.", { exact: true }).waitFor();
    expect((await focused(page)).isSeen).toBe(true);
  });
});

test("goes to the title when what was done takes away the button that it was done with", async () => {
  await stage.call("PATCH", `/webhooks/${webhook}`, { status: "paused" });
  const { body } = await stage.call<{ id: string }>("POST", "/events", { type: "order.paid", data: {} });
  const { body: found } = await stage.call<{ data: { id: string }[] }>("GET", `/deliveries?event=${body.id}`);
  await stage.inWindow({}, async ({ page }) => {
    await page.goto(`/#/deliveries/${found.data[0]?.id}`);
    await page.getByRole("button", { name: "Cancel delivery" }).waitFor();
    await tabTo(page, "Cancel delivery");
    await press(page, "Enter");
    await dialog(page).waitFor();
    await tabTo(page, "Cancel delivery");
    await press(page, "Enter");
    await dialog(page).waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Cancel delivery" }).waitFor({ state: "hidden" });
    await expectFocus(page, "order.paid");
  });
  await stage.call("PATCH", `/webhooks/${webhook}`, { status: "active" });
});
