import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { enter, expectFocused, go, STORY_MS } from "../support/browser.ts";
import { retype } from "../support/retype.ts";
import { expectText, startTraffic, type Traffic } from "../support/traffic.ts";
import { waitFor } from "../support/wait-for.ts";

setDefaultTimeout(STORY_MS);

let traffic: Traffic;

beforeAll(async () => {
  traffic = await startTraffic();
});
afterAll(() => traffic.stop());

describe("an event sent by hand", () => {
  test("shows the schema's faults in place, keeps what was typed, and goes out as it was written", async () => {
    await traffic.inWindow({}, async ({ page, expectStatus }) => {
      expectStatus(422);
      await go(page, "/events/new?type=order.created");
      const editor = page.getByRole("textbox", { name: "Data" });
      await expectText(editor, '"order": 1');
      await retype(editor, '{ "total": "many" }');
      await page.getByRole("button", { name: "Send event" }).click();
      await expectText(page.locator(".field-error"), "/total must be a number");
      await expectText(editor, '{ "total": "many" }');
      await retype(editor, '{ "order": 12345678901234567890, "total": 1.50 }');
      await page.getByRole("button", { name: "Send event" }).click();
      await expectText(page.locator("main"), "Accepted: 1 webhook gets it.");
    });
    await waitFor(() =>
      traffic.receiver.requests.some(({ text }) =>
        text.includes('"order":12345678901234567890,"total":1.50'),
      ),
    );
  });

  test("that is refused takes the focus from nobody who types on meanwhile", async () => {
    await traffic.inWindow({}, async ({ page, expectStatus }) => {
      expectStatus(422);
      await go(page, "/events/new?type=order.created");
      const editor = page.getByRole("textbox", { name: "Data" });
      await expectText(editor, '"order": 1');
      await retype(editor, '{ "total": "many" }');
      const held = Promise.withResolvers<void>();
      await page.route("**/api/v1/events", (route) => held.promise.then(() => route.continue()));
      await page.getByRole("button", { name: "Send event" }).click();
      await page.getByLabel("Tenant", { exact: true }).focus();
      held.resolve();
      await expectText(page.locator(".field-error"), "/total must be a number");
      // A refusal leads to what is wrong in the frame after the one that shows it.
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      await expectFocused(page.getByLabel("Tenant", { exact: true }));
    });
  });

  test("that no webhook gets says why", async () => {
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, "/events/new?type=nobody.wants");
      await page.getByRole("button", { name: "Send event" }).click();
      await expectText(page.locator("main"), "Accepted, but no webhook gets it.");
      await page.getByRole("link", { name: "Open the event" }).click();
      await expectText(page.locator("main"), "Not sent");
    });
  });
});

describe("the live tail", () => {
  test("shows attempts as they are finished, holds them while it is paused, and opens one", async () => {
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, "/live");
      await expectText(page.locator(".connection"), "Connected.");
      const { id } = await traffic.delivered({ order: 6 });
      const rows = page.locator("main tbody tr");
      await rows.first().waitFor();
      const before = await rows.count();
      await page.getByRole("button", { name: "Pause" }).click();
      await traffic.delivered({ order: 7 });
      await page.getByRole("button", { name: /^Resume, \d+ came$/ }).waitFor();
      expect(await rows.count()).toBe(before);
      await page.getByRole("button", { name: /^Resume/ }).click();
      await waitFor(async () => (await rows.count()) > before);
      await page.locator(`main a[href*="${id}"]`).first().focus();
      await page.keyboard.press("Enter");
      await page.locator(".moment").first().waitFor();
      expect(page.url()).toContain(`/deliveries/${id}`);
    });
  });

  test("stays where somebody reads while rows come in above", async () => {
    await traffic.inWindow({ height: 400 }, async ({ page }) => {
      await go(page, "/live");
      await expectText(page.locator(".connection"), "Connected.");
      for (let order = 10; order < 20; order++) await traffic.delivered({ order });
      const rows = page.locator("main tbody tr");
      await waitFor(async () => (await rows.count()) >= 10);
      const read = page.locator("main tbody tr").nth(6).locator("a");
      await read.focus();
      await page.evaluate(() => scrollBy(0, 200));
      const place = () => page.evaluate(() => document.activeElement?.getBoundingClientRect().top ?? null);
      const [at, count] = [await place(), await rows.count()];
      for (let order = 20; order < 25; order++) await traffic.delivered({ order });
      await waitFor(async () => (await rows.count()) >= count + 5);
      expect(await place()).toBeCloseTo(at ?? Number.NaN, 0);
    });
  });

  test("says when the server is away, and comes back by itself from where it stopped", async () => {
    const window = await traffic.browser.open(traffic.site);
    const { page } = window;
    await enter(window, traffic.site);
    await go(page, "/live");
    await expectText(page.locator(".connection"), "Connected.");
    await traffic.site.restart(() => expectText(page.locator(".connection"), "The connection is lost"));
    await expectText(page.locator(".connection"), "Connected again, from where it stopped.");
    const { id } = await traffic.delivered({ order: 8 });
    await page.locator(`main a[href*="${id}"]`).first().waitFor();
    await window.close();
  });
});
