import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { axe, go, overflowing, STORY_MS, settled, type View } from "../support/browser.ts";
import { expectText, HOSTILE, startTraffic, type Traffic } from "../support/traffic.ts";

setDefaultTimeout(STORY_MS);

let traffic: Traffic;

beforeAll(async () => {
  traffic = await startTraffic();
});
afterAll(() => traffic.stop());

const views: [string, View][] = [
  ["light", {}],
  ["dark", { scheme: "dark" }],
  ["on a phone", { width: 375, height: 720 }],
  ["right to left", { language: "ar" }],
];

describe.each(views)("%s", (_, view) => {
  test("no page of events and deliveries has a fault for axe, and nothing sticks out or runs", async () => {
    const { event, id } = await traffic.delivered({ order: 1, text: HOSTILE });
    await traffic.inWindow(view, async ({ page }) => {
      const found: Record<string, string[]> = {};
      const pages = [
        "/deliveries",
        `/deliveries/${id}`,
        "/events",
        `/events/${event}`,
        "/events/new?type=order.created",
        "/live",
      ];
      for (const hash of pages) {
        await go(page, hash);
        found[hash] = [...(await overflowing(page)), ...(view.width === undefined ? await axe(page) : [])];
      }
      expect(found).toEqual(Object.fromEntries(pages.map((hash) => [hash, []])));
      expect(await page.locator("main img, main b").count()).toBe(0);
    });
  });
});

test("on the portal a tenant's people see their deliveries, and nothing is asked for that they may not", async () => {
  const { id } = await traffic.delivered({ order: 1 });
  const { body } = await traffic.site.call<{ url: string }>("POST", "/tenants/default/portal-sessions", {
    read_only: true,
  });
  const { page, faults, close } = await traffic.browser.open(traffic.site);
  await page.goto(`/portal${new URL(body.url).hash}`);
  await page.locator(".shell h1").waitFor();
  await page.goto(`/portal#/deliveries/${id}`);
  await expectText(page.locator(".moment"), "HTTP 503");
  await expectText(page.locator("main"), "private network is not shown here");
  expect(await page.getByRole("button", { name: "Retry now" }).count()).toBe(0);
  await page.goto("/portal#/deliveries");
  await page.locator("main tbody tr a").first().waitFor();
  await settled(page);
  expect(await page.getByLabel("Tenant").count()).toBe(0);
  expect(faults).toEqual([]);
  await close();
});
