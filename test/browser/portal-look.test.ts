import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import {
  axe,
  go,
  overflowing,
  STORY_MS,
  startBrowser,
  type TestBrowser,
  type View,
} from "../support/browser.ts";
import { portalLink } from "../support/portal.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { type Site, startSite } from "../support/site.ts";

setDefaultTimeout(STORY_MS);

const HOSTILE = '<img src=x onerror="alert(1)"> \u202egnirts';
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24"><circle cx="12" cy="12" r="11" fill="#0a7"/></svg>`;
const RETURN = "https://app.example.com/settings/webhooks";
let site: Site;
let browser: TestBrowser;
let receiver: Receiver;
let pages: string[];

beforeAll(async () => {
  receiver = await startReceiver(() => ({ status: 503, body: HOSTILE }));
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  const logo = `data:image/svg+xml;base64,${btoa(LOGO)}`;
  for (const [name, value] of Object.entries({ product_name: "Ordereazi", accent_color: "#ffd400", logo }))
    await site.call("PUT", `/settings/${name}`, { value });
  await site.call("PUT", "/tenants/northwind", { name: "Northwind" });
  await site.call("PUT", "/event-types/order.created", { description: HOSTILE, example: { total: 1.5 } });
  const { body: webhook } = await site.call("POST", "/webhooks", {
    tenant: "northwind",
    url: `${receiver.url}/hooks?long=${"x".repeat(300)}`,
    event_types: ["order.*"],
    description: HOSTILE,
  });
  for (let count = 0; count < 3; count++)
    await site.call("POST", "/events", { type: "order.created", tenant: "northwind", data: { HOSTILE } });
  await receiver.waitFor(3);
  const { body } = await site.call<{ data: { id: string }[] }>("GET", "/deliveries?tenant=northwind");
  const tabs = ["", "/settings", "/secret", "/test", "/health"].map((tab) => `/webhooks/${webhook.id}${tab}`);
  pages = ["/webhooks", "/webhooks/new", ...tabs, "/deliveries", `/deliveries/${body.data[0]?.id}`];
  pages.push("/documentation");
});
afterAll(async () => {
  await browser.stop();
  await site.stop();
  await receiver.stop();
});

/** What only operators have: texts of the page that name it. */
const OPERATORS = /\btenants?\b|\boperators?\b|audit log|\bPOSTHORN_|\bPosthorn (is|was|did|cannot|refuses)/i;

async function look(page: Page, hash: string): Promise<string[]> {
  await go(page, hash);
  return [
    ...(await axe(page)),
    ...(await overflowing(page)),
    ...(await page.getByText(OPERATORS).allTextContents()),
  ];
}

const views: [string, View][] = [
  ["light", {}],
  ["dark", { scheme: "dark" }],
  ["on a phone, dark", { width: 375, height: 720, scheme: "dark" }],
  ["right to left on a phone", { width: 375, height: 720, language: "ar" }],
];

test.each(views)("%s, every page is without fault, in the operator's colours", async (_, view) => {
  const { page, faults, close } = await browser.open(site, view);
  await page.goto((await portalLink(site, "northwind", { return_url: RETURN })).url);
  await page.locator(".shell h1").waitFor();
  const found: Record<string, string[]> = {};
  for (const hash of pages) found[hash] = await look(page, hash);
  expect(found).toEqual(Object.fromEntries(pages.map((hash) => [hash, []])));
  expect(await page.locator(".brand bdi").textContent()).toBe("Ordereazi");
  expect(await page.locator(".brand .logo").getAttribute("src")).toStartWith("data:image/svg+xml");
  expect(faults).toEqual([]);
  await close();
});

describe("right to left", () => {
  test("the way back points to the right, and addresses read from left to right", async () => {
    const { page, faults, close } = await browser.open(site, { width: 375, height: 720, language: "ar" });
    await page.goto((await portalLink(site, "northwind", { return_url: RETURN })).url);
    await page.locator(".menu-button").click();
    const arrow = page.locator(".return svg");
    await arrow.waitFor();
    const { transform } = await arrow.evaluate((element) => ({
      transform: getComputedStyle(element).transform,
    }));
    expect(transform).toBe("matrix(-1, 0, 0, 1, 0, 0)");
    expect(await page.locator(".return").textContent()).toContain("Ordereazi");
    await go(page, pages.at(-2) ?? "");
    for (const text of ["/hooks?long=", "evt_"]) {
      const shown = page.locator("main").getByText(text).first();
      expect(await shown.evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
    }
    expect(faults).toEqual([]);
    await close();
  });
});
