import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { go, overflowing, STORY_MS } from "../support/browser.ts";
import { expectText, startTraffic, type Traffic } from "../support/traffic.ts";

setDefaultTimeout(STORY_MS);

let traffic: Traffic;

beforeAll(async () => {
  traffic = await startTraffic();
});
afterAll(() => traffic.stop());

describe("a delivery", () => {
  test("tells why it failed and what comes next, and one more attempt shows by itself", async () => {
    const { id } = await traffic.delivered({ order: 2 });
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, `/deliveries/${id}`);
      const lines = page.locator(".moment");
      await expectText(
        lines.nth(0),
        "HTTP 503 Service Unavailable. Asked for a pause of 20 min (Retry-After).",
      );
      await expectText(lines.nth(1), "Next attempt, number 2");
      await page.keyboard.press("r");
      await expectText(page.locator(".moment").nth(1), "by hand");
      await page.getByText("<img src=x").first().waitFor();
    });
  });

  test("is cancelled only after somebody has said so, and then says that it is", async () => {
    const { id } = await traffic.delivered({ order: 3 });
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, `/deliveries/${id}`);
      await page.getByRole("button", { name: "Cancel delivery" }).click();
      const dialog = page.getByRole("dialog");
      await expectText(dialog, "order.created to");
      await dialog.getByRole("button", { name: "Cancel delivery" }).click();
      await expectText(page.locator(".head"), "Cancelled");
      await expectText(page.locator("main"), "It was cancelled by hand.");
    });
  });

  test("has a signature that matches its secret, and not another body", async () => {
    const { id } = await traffic.delivered({ order: 4 });
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, `/deliveries/${id}`);
      await page.getByRole("button", { name: "Check signature" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Secret").fill(traffic.webhook.secret);
      await page.keyboard.press("Enter");
      await expectText(dialog.getByRole("status"), "The signature matches.");
      await dialog.getByLabel("Body").fill('{"order": 4}');
      await dialog.getByRole("button", { name: "Check signature" }).click();
      await expectText(dialog.getByRole("status"), "this body is not what was sent");
    });
  });
});

describe("deliveries", () => {
  test("that a filter selects are counted before they are retried, and the job tells how far it is", async () => {
    const { id } = await traffic.delivered({ order: 5 });
    await traffic.site.call("POST", `/deliveries/${id}/cancel`);
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, "/deliveries");
      await page.getByLabel("Status", { exact: true }).selectOption("cancelled");
      await page.getByRole("button", { name: "Retry…" }).click();
      const retry = page.getByRole("dialog").getByRole("button", { name: /^Retry \d+ deliver/ });
      await expectText(page.getByRole("dialog"), "Status: Cancelled");
      await retry.click();
      await expectText(page.locator("main .note"), "Done.");
      expect(page.url()).toContain("status=cancelled");
    });
  });

  test("show the whole event type beside a long URL, and each in one line", async () => {
    const type = "contactperson.updated";
    const url = `${traffic.receiver.url}/api/v2/webhooks/orders/of/all/stores?site=rotterdam`;
    await traffic.site.call("POST", "/webhooks", { url, event_types: [type] });
    await traffic.site.call("POST", "/events", { type, data: {} });
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, `/deliveries?type=${type}`);
      const name = page.locator(".row-link", { hasText: type });
      await name.waitFor();
      expect(await name.evaluate((link) => link.scrollWidth <= link.clientWidth)).toBe(true);
      const place = page.locator("td .url");
      expect(await place.evaluate((text) => text.getClientRects().length)).toBe(1);
      expect((await place.boundingBox())?.height).toBeLessThan(30);
    });
  });

  test("tell on a phone too which webhook they went to", async () => {
    await traffic.delivered({ order: 7 });
    await traffic.inWindow({ width: 375 }, async ({ page }) => {
      await go(page, "/deliveries");
      await page.locator("main .row-link").first().waitFor();
      expect(await page.locator("td .url").first().isVisible()).toBe(true);
      expect(await overflowing(page)).toEqual([]);
    });
  });

  test("are retried one by one with a key, from the list", async () => {
    const { id } = await traffic.delivered({ order: 6 });
    const { length: before } = traffic.receiver.requests;
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, "/deliveries");
      await page.locator(`main a[href$="${id}"]`).focus();
      await page.keyboard.press("r");
      await expectText(page.locator(".toasts"), "One more attempt of order.created was asked for");
    });
    await traffic.receiver.waitFor(before + 1);
  });
});
