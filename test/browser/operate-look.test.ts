import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import {
  axe,
  enter,
  go,
  overflowing,
  STORY_MS,
  startBrowser,
  type TestBrowser,
  type View,
} from "../support/browser.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { type Site, startSite } from "../support/site.ts";

setDefaultTimeout(STORY_MS);

const HOSTILE = `<img src=x onerror="alert(1)"> مرحبا \u202egnirts ${"long".repeat(35)}`;
const PATHS = [
  "/tenants",
  "/tenants/northwind",
  "/tenants/new",
  "/api-keys",
  "/api-keys/new",
  "/notifications",
  "/audit-log",
  "/settings",
  "/system",
  "/users",
  "/account",
];
let site: Site;
let browser: TestBrowser;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver(() => 503);
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  const { call } = site;
  await call("PUT", "/tenants/northwind", { name: HOSTILE, metadata: { note: HOSTILE } });
  const url = `${receiver.url}/hooks?long=${"x".repeat(300)}`;
  await call("POST", "/webhooks", { tenant: "northwind", url, event_types: ["*"], description: HOSTILE });
  for (let count = 0; count < 6; count++)
    await call("POST", "/events", { type: "order.created", tenant: "northwind", data: { count } });
  await call("POST", "/api-keys", { name: HOSTILE, scopes: ["events:write"], app_user: "u".repeat(256) });
  await call("POST", "/users", {
    name: HOSTILE,
    email: "v@example.com",
    role: "viewer",
    password: "a good long password",
  });
  await call("PUT", "/settings/product_name", { value: HOSTILE.slice(0, 100) });
  await call("PUT", "/settings/accent_color", { value: "#f2b705" });
  await receiver.waitFor(6);
});
afterAll(async () => {
  await browser.stop();
  await site.stop();
  await receiver.stop();
});

const views: [string, View][] = [
  ["light", {}],
  ["dark", { scheme: "dark" }],
  ["on a phone, right to left", { width: 375, height: 720, language: "ar" }],
];

test.each(views)(
  "the operators' pages are without fault for axe, and nothing sticks out: %s",
  async (_, view) => {
    const window = await browser.open(site, view);
    const { page } = window;
    const found: string[] = [];
    await enter(window, site);
    for (const path of PATHS) {
      await go(page, path);
      if (path === "/audit-log") await page.locator("button.row-link").first().click();
      found.push(...[...(await axe(page)), ...(await overflowing(page))].map((fault) => `${path}: ${fault}`));
    }
    expect([found, window.faults]).toEqual([[], []]);
    await window.close();
  },
);
