import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { axe, go, overflowing, STORY_MS } from "../support/browser.ts";
import { portalLink } from "../support/portal.ts";
import { startTraffic, type Traffic } from "../support/traffic.ts";
import { waitFor } from "../support/wait-for.ts";

setDefaultTimeout(STORY_MS);

const STORE = "store-rotterdam";
let traffic: Traffic;
/** Of a tenant that uses channels, and one that subscribes to some and got nothing yet. */
let [ofStores, ofOne] = ["", ""];

beforeAll(async () => {
  traffic = await startTraffic();
  const { site, receiver } = traffic;
  await site.call("PUT", "/tenants/stores", { name: "Stores" });
  const register = async (fields: object) => {
    const body = { tenant: "stores", url: `${receiver.url}/stores`, event_types: ["sale.*"], ...fields };
    return (await site.call<{ id: string }>("POST", "/webhooks", body)).body.id;
  };
  ofStores = await register({});
  ofOne = await register({ channels: ["store-utrecht"] });
  const event = { tenant: "stores", type: "sale.made", channel: STORE, data: {} };
  await site.call("POST", "/events", event);
  await waitFor(async () => {
    const { body } = await site.call<{ data: { attempt_count: number }[] }>(
      "GET",
      "/deliveries?tenant=stores",
    );
    return body.data.some(({ attempt_count: made }) => made > 0);
  }, "the first attempt");
  await traffic.delivered({ order: 1 });
});
afterAll(() => traffic.stop());

const headers = async (page: Page) =>
  (await page.locator("main thead th").allTextContents()).filter((text) => text === "Channel").length;

test("lists show the channel wherever one is used, and no empty column where none is", async () => {
  await traffic.inWindow({}, async ({ page }) => {
    for (const path of ["/deliveries", "/events", `/webhooks/${ofStores}`]) {
      await go(page, path);
      await page.locator("main td bdi", { hasText: STORE }).waitFor();
      expect([path, await headers(page)]).toEqual([path, 1]);
      expect(await axe(page)).toEqual([]);
    }
    await go(page, `/webhooks/${traffic.webhook.id}`);
    await page.locator("main .row-link").first().waitFor();
    expect(await headers(page)).toBe(0);
    await go(page, "/deliveries?tenant=default");
    await waitFor(async () => (await headers(page)) === 0, "no channel, no column");
  });
});

test("a webhook that subscribes to channels has the column from the start, and one of none gets it with the first", async () => {
  await traffic.inWindow({}, async ({ page }) => {
    await go(page, `/webhooks/${ofOne}`);
    await page.getByText("Nothing has been sent here yet").waitFor();
    await traffic.site.call("POST", "/events", {
      ...{ tenant: "stores", type: "sale.made", channel: "store-utrecht", data: {} },
    });
    await page.reload();
    await page.locator("main td bdi", { hasText: "store-utrecht" }).waitFor();
    expect(await headers(page)).toBe(1);
  });
});

test("the live tail shows the channel of what is just sent", async () => {
  await traffic.inWindow({}, async ({ page }) => {
    await go(page, "/live");
    await page.getByText("Connected. Attempts show here as they are finished.").waitFor();
    await traffic.site.call("POST", "/events", {
      ...{ tenant: "stores", type: "sale.made", channel: STORE, data: {} },
    });
    await page.locator("main td bdi", { hasText: STORE }).first().waitFor();
    expect(await headers(page)).toBe(1);
  });
});

test("on a phone, in the portal and from right to left, the channel has a line of its own", async () => {
  const window = await traffic.browser.open(traffic.site, { width: 375, language: "ar" });
  const { page, faults } = window;
  await page.goto((await portalLink(traffic.site, "stores")).url);
  await page.locator("h1").waitFor();
  await go(page, `/deliveries?channel=${STORE}`);
  const cell = page.locator("main td", { hasText: STORE }).first();
  await cell.waitFor();
  const [above, own] = [await page.locator("main td.grow").first().boundingBox(), await cell.boundingBox()];
  expect(own?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0));
  expect(await overflowing(page)).toEqual([]);
  expect(await axe(page)).toEqual([]);
  expect(faults).toEqual([]);
  await window.close();
});
