import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { axe, enter, go, overflowing, STORY_MS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { type Site, startSite } from "../support/site.ts";

setDefaultTimeout(STORY_MS);

let site: Site;
let browser: TestBrowser;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  await site.call("PUT", "/event-types/order.created", {
    description: "An order was placed.",
    group: "Orders",
    example: { total: 1 },
  });
  await site.call("PUT", "/tenants/acme", { name: "Acme", profile: "orki" });
});
afterAll(async () => {
  await browser.stop();
  await site.stop();
});

test("the documentation is that of the tenant and profile that are chosen", async () => {
  const window = await browser.open(site);
  const { page, faults, close } = window;
  await enter(window, site, "/#/documentation");
  await page.getByRole("heading", { name: "Is it genuine?" }).waitFor();
  expect(await page.getByRole("link", { name: "Handshake" }).count()).toBe(0);
  await page.getByRole("combobox", { name: "Tenant" }).selectOption("acme");
  await page.getByRole("heading", { name: "Handshake" }).waitFor();
  await page.getByText("hub.challenge").first().waitFor();
  await page.getByRole("link", { name: "Is it genuine?" }).click();
  await page.waitForURL(/tenant=acme&section=verifying/);
  await page.getByRole("combobox", { name: "Profile" }).selectOption("aiq");
  await page.getByText("webhook-signature").first().waitFor();
  await page.locator(".snippets").first().getByRole("radio", { name: "Python" }).check();
  await page.getByRole("region", { name: "webhook-signature, Python" }).waitFor();
  await page.locator(".event-part summary").click();
  await page.getByText('"total": 1').first().waitFor();
  expect(await axe(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});

test("on the portal it is the own tenant's, with nothing to choose, right to left too", async () => {
  const { body } = await site.call<{ url: string }>("POST", "/tenants/acme/portal-sessions", {});
  const { page, faults, close } = await browser.open(site, {
    width: 375,
    height: 800,
    scheme: "dark",
    language: "ar",
  });
  await page.goto(`/portal${new URL(body.url).hash}`);
  await page.locator(".shell h1").waitFor();
  await go(page, "/documentation");
  await page.getByText("hub.challenge").first().waitFor();
  expect(await page.locator(".head select").count()).toBe(0);
  const link = page.getByRole("link", { name: "كصفحة" });
  const [standalone] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
  await standalone.getByRole("heading", { level: 1 }).waitFor();
  await standalone.getByText("X-Hub-Signature-256").first().waitFor();
  expect(await overflowing(page)).toEqual([]);
  expect(await axe(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});

test("the reference of the API is a page that axe finds nothing on, and that fits a phone", async () => {
  const { page, faults, close } = await browser.open(site, { scheme: "dark" });
  await page.goto("/docs");
  await page.getByRole("heading", { level: 1, name: "Posthorn API" }).waitFor();
  expect(await axe(page)).toEqual([]);
  await page.setViewportSize({ width: 375, height: 800 });
  expect(await overflowing(page)).toEqual([]);
  expect(faults).toEqual([]);
  await close();
});
