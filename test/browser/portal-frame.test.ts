import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { STORY_MS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { portalLink } from "../support/portal.ts";
import { type ReverseProxy, startProxy } from "../support/proxy.ts";
import { type Site, startSite } from "../support/site.ts";
import { selfSigned } from "../support/tls.ts";
import { waitFor } from "../support/wait-for.ts";

setDefaultTimeout(STORY_MS);

/** For browsers another site than 127.0.0.1, which the portal is at. */
const OTHER = "localhost";
let browser: TestBrowser;
let proxy: ReverseProxy;
let site: Site;
/** A page of the operator's product, with the portal in a frame; at an origin that is allowed and at one that is not. */
let allowed: Bun.Server<undefined>;
let stranger: Bun.Server<undefined>;
let framed = "";

beforeAll(async () => {
  const tls = await selfSigned({ names: [OTHER], addresses: ["127.0.0.1"] });
  let target: string | null = null;
  proxy = startProxy({ tls, target: () => target });
  [site, browser] = await Promise.all([startSite({ POSTHORN_BASE_URL: proxy.origin }), startBrowser()]);
  target = site.url;
  const around = () =>
    new Response(
      `<!doctype html><title>Shop</title><iframe width="900" height="700" src="${framed}"></iframe>`,
      {
        headers: { "content-type": "text/html" },
      },
    );
  [allowed, stranger] = [0, 0].map(() =>
    Bun.serve({ hostname: "127.0.0.1", port: 0, tls, fetch: around }),
  ) as [Bun.Server<undefined>, Bun.Server<undefined>];
  await site.call("PUT", "/tenants/northwind", { name: "Northwind" });
  const origins = [`https://${OTHER}:${allowed.port}`];
  await site.call("PUT", "/settings/portal_frame_origins", { value: origins });
});
afterAll(async () => {
  await browser.stop();
  await site.stop();
  await Promise.all([proxy.stop(), allowed.stop(true), stranger.stop(true)]);
});

async function openAround(server: Bun.Server<undefined>) {
  const url = `https://${OTHER}:${server.port}`;
  const window = await browser.open({ url: proxy.origin }, { isTrusting: true });
  await window.page.goto(url);
  const faults = () => window.faults.filter((fault) => !fault.startsWith(`foreign request: ${url}`));
  return { ...window, faults, frame: window.page.frameLocator("iframe") };
}

test("another site that is allowed shows the portal in a frame, where its session lasts", async () => {
  framed = (await portalLink(site, "northwind", { return_url: "https://localhost:1/back" })).url;
  const { page, context, frame, faults, close } = await openAround(allowed);
  await frame.getByText("No webhooks yet").waitFor();
  await frame.getByRole("link", { name: "Documentation", exact: true }).click();
  await frame.getByRole("heading", { name: "Documentation", level: 1 }).waitFor();
  expect(await frame.getByRole("link", { name: "As a page" }).count()).toBe(0);
  const back = frame.getByRole("link", { name: "Back to Posthorn", exact: true });
  expect(await back.getAttribute("target")).toBe("_top");
  const [cookie] = await context.cookies(`${proxy.origin}/api/v1/portal/session`);
  expect(cookie).toMatchObject({ sameSite: "None", secure: true, httpOnly: true });
  const inner = page.frames().find((one) => one.url().startsWith(proxy.origin));
  await inner?.evaluate(() => location.reload());
  await frame.getByRole("heading", { name: "Documentation", level: 1 }).waitFor();
  expect(faults()).toEqual([]);
  await close();
});

test("a site that is not allowed shows an empty frame, and spends no link", async () => {
  const { url, token } = await portalLink(site, "northwind");
  framed = url;
  const { page, faults, close } = await openAround(stranger);
  await waitFor(() => faults().join().includes("frame-ancestors"), "the browser's refusal");
  expect(await page.frameLocator("iframe").getByRole("heading").count()).toBe(0);
  await close();
  const opened = await fetch(`${site.url}/api/v1/portal/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  expect(opened.status).toBe(200);
});

test("the admin page is shown in no frame, at an allowed site neither", async () => {
  framed = `${proxy.origin}/`;
  const { page, faults, close } = await openAround(allowed);
  await waitFor(() => faults().join().includes("frame-ancestors"), "the browser's refusal");
  expect(await page.frameLocator("iframe").getByRole("heading").count()).toBe(0);
  await close();
});
