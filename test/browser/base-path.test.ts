import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { STORY_MS, settled, signIn, startBrowser, type TestBrowser } from "../support/browser.ts";
import { portalLink } from "../support/portal.ts";
import { type ReverseProxy, startProxy } from "../support/proxy.ts";
import { type Site, startSite } from "../support/site.ts";

setDefaultTimeout(STORY_MS);

const BASE = "/hooks";
let browser: TestBrowser;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.stop());

describe.each([
  ["takes the base path away", BASE],
  ["leaves the base path in place", ""],
])("behind a proxy that %s", (_, strip) => {
  let proxy: ReverseProxy;
  let site: Site;
  let base: string;

  beforeAll(async () => {
    let target: string | null = null;
    proxy = startProxy({ strip, target: () => target });
    base = `${proxy.origin}${BASE}`;
    site = await startSite({ POSTHORN_BASE_URL: base });
    target = site.url;
    await site.call("PUT", "/tenants/northwind", { name: "Northwind" });
    await site.call("POST", "/webhooks", {
      tenant: "northwind",
      url: "http://127.0.0.1:18999/orders",
      event_types: ["*"],
    });
  });
  afterAll(async () => {
    await site.stop();
    await proxy.stop();
  });

  test("the admin page signs in, shows its lists and lasts over a reload", async () => {
    const { page, context, faults, close } = await browser.open({ url: proxy.origin });
    await signIn(page, undefined, `${base}/`);
    await page.getByRole("link", { name: "Webhooks" }).first().click();
    await page.getByText("127.0.0.1:18999/orders").first().waitFor();
    expect(page.url()).toBe(`${base}/#/webhooks`);
    await page.reload();
    await page.getByText("127.0.0.1:18999/orders").first().waitFor();
    await settled(page);
    const [cookie] = await context.cookies(`${base}/api/v1/session`);
    expect(cookie).toMatchObject({ path: `${BASE}/api/v1`, httpOnly: true, sameSite: "Strict" });
    expect(await context.cookies(proxy.origin)).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  });

  test("a portal link opens the portal there", async () => {
    const link = await portalLink(site, "northwind");
    expect(link.url).toStartWith(`${base}/portal#token=`);
    const { page, context, faults, close } = await browser.open({ url: proxy.origin });
    await page.goto(link.url);
    await page.getByText("127.0.0.1:18999/orders").first().waitFor();
    expect(page.url()).toBe(`${base}/portal#/`);
    const [cookie] = await context.cookies(`${base}/api/v1/portal/session`);
    expect(cookie).toMatchObject({ path: `${BASE}/api/v1`, httpOnly: true });
    await page.reload();
    await page.getByText("127.0.0.1:18999/orders").first().waitFor();
    expect(faults).toEqual([]);
    await close();
  });
});
