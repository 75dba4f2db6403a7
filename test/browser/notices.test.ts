import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { axe, go, overflowing, STORY_MS, type View, type Window } from "../support/browser.ts";
import { portalLink } from "../support/portal.ts";
import { expectText, startTraffic, type Traffic } from "../support/traffic.ts";
import { waitFor } from "../support/wait-for.ts";

setDefaultTimeout(STORY_MS);

let traffic: Traffic;

beforeAll(async () => {
  traffic = await startTraffic();
  await failing("northwind");
  await failing("contoso");
});
afterAll(() => traffic.stop());

/** Registers a webhook whose receiver does not answer the challenge: its tenant is told of that. */
async function failing(tenant: string): Promise<void> {
  const { site, receiver } = traffic;
  await site.call("PUT", `/tenants/${tenant}`, { name: tenant });
  const url = `${receiver.url}/of-${tenant}`;
  const fields = { tenant, url, event_types: ["*"], profile: "orki", secret: "verify-me-please" };
  await site.call("POST", "/webhooks", fields);
}

/** Opens the portal of a tenant in a window of its own. */
async function inPortal(
  tenant: string,
  view: View,
  story: (window: Window, enter: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const window = await traffic.browser.open(traffic.site, view);
  const enter = async () => {
    const { url } = await portalLink(traffic.site, tenant);
    await window.page.goto(url);
    await window.page.locator("h1").waitFor();
  };
  try {
    await enter();
    await story(window, enter);
    expect(window.faults).toEqual([]);
  } finally {
    await window.close();
  }
}

const entry = (page: Page) => page.locator("nav a[href='#/notifications']");

test("a consumer who missed the mail is told in the menu that there is something new, until they have read it", async () => {
  await inPortal("northwind", {}, async ({ page }, enter) => {
    await expectText(entry(page), "Notifications1 new");
    await page.keyboard.press("g");
    await page.keyboard.press("i");
    await page.getByRole("heading", { name: "Notifications", level: 1 }).waitFor();
    await expectText(page.locator("main table"), "of-northwind could not be verified");
    const table = await page.locator("main").textContent();
    expect(table).not.toContain("contoso");
    expect(table).not.toContain("Mailed");
    expect(await page.getByRole("link", { name: "Alert contacts" }).count()).toBe(0);
    await waitFor(async () => (await entry(page).textContent()) === "Notifications", "it is read");
    await enter();
    await waitFor(async () => (await entry(page).textContent()) === "Notifications", "it stays read");
    expect(await axe(page)).toEqual([]);
    await failing("northwind");
    await page.reload();
    await expectText(entry(page), "1 new");
    await entry(page).click();
    await waitFor(async () => (await page.locator("main tbody tr").count()) === 2, "both are listed");
  });
});

test("the portal's notifications fit a phone and read from right to left", async () => {
  await inPortal("contoso", { width: 375, language: "ar" }, async ({ page }) => {
    await go(page, "/notifications");
    await page.locator("main .row-link").first().waitFor();
    expect(await overflowing(page)).toEqual([]);
    expect(await axe(page)).toEqual([]);
  });
});

test("the admin page counts what is new there too, for each who signs in", async () => {
  await traffic.inWindow({}, async ({ page }) => {
    await go(page, "/webhooks");
    await expectText(entry(page), "new");
    await entry(page).click();
    await page.locator("main .row-link").first().waitFor();
    await waitFor(async () => (await entry(page).textContent()) === "Notifications", "they are read");
  });
});
