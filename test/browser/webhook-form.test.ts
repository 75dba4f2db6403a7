import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import {
  axe,
  expectFocused,
  go,
  overflowing,
  STORY_MS,
  type Story,
  settled,
  startBrowser,
  type TestBrowser,
  type View,
  visit,
} from "../support/browser.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { OWNER, type Site, startSite } from "../support/site.ts";

setDefaultTimeout(STORY_MS);

const HOSTILE = '<img src=x onerror="alert(1)"> \u202egnirts';
let site: Site;
let browser: TestBrowser;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  await site.call("PUT", "/event-types/order.created", { description: "", example: { total: 1.5 } });
  await site.call("PUT", "/event-types/stock.updated", { description: "" });
});
afterAll(async () => {
  await browser.stop();
  await site.stop();
  await receiver.stop();
});

type Shown = Record<string, unknown>;

async function register(fields: Shown = {}): Promise<string> {
  const wanted = { url: `${receiver.url}/hooks`, event_types: ["order.*"], ...fields };
  return (await site.call<{ id: string }>("POST", "/webhooks", wanted)).body.id;
}

const shown = async (id: string) => (await site.call<Shown>("GET", `/webhooks/${id}`)).body;

const at = (path: string, story: Story, view: View = {}) => visit({ browser, site }, path, story, view);

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const url = (page: Page) => page.getByLabel("URL", { exact: true });

describe("registering a webhook", () => {
  test("shows its secret once, and leads to a test that arrives", async () => {
    await at("/webhooks/new", async (page) => {
      await url(page).fill(`${receiver.url}/first`);
      await page.getByLabel("All of order", { exact: true }).check();
      await button(page, "Register webhook").click();
      await page.getByText(/^whsec_/).waitFor();
      await page.getByRole("link", { name: "Send a test event" }).click();
      await button(page, "Send test event").click();
      await page.getByText("HTTP 200 OK").waitFor();
    });
    expect(receiver.requests.at(-1)?.path).toBe("/first");
  });

  test("asks for no tenant where there is one only, unless its address names another, such as Posthorn's own", async () => {
    await register();
    await at("/webhooks/new", async (page) => {
      await page.getByLabel("All of order", { exact: true }).waitFor();
      await settled(page);
      expect(await page.getByLabel("Tenant").count()).toBe(0);
    });
    await at("/webhooks/new?tenant=_operator", async (page) => {
      expect(await page.getByLabel("Tenant").inputValue()).toBe("_operator");
      await page.getByLabel("Tenant").fill("default");
      await page.getByLabel("Tenant").fill("_operator");
      await url(page).fill(`${receiver.url}/operator`);
      await page.getByLabel("All event types").check();
      await button(page, "Register webhook").click();
      await page.getByText(/^whsec_/).waitFor();
    });
    const { body } = await site.call<{ data: Shown[] }>("GET", "/webhooks?tenant=_operator");
    expect(body.data).toMatchObject([{ url: `${receiver.url}/operator` }]);
  });

  test("tells what is missing at its field, and the server's refusal too, and keeps what was typed", async () => {
    await at("/webhooks/new", async (page, { expectStatus }) => {
      expectStatus(422);
      await button(page, "Register webhook").click();
      await page.getByText("Enter the address that events are sent to.").waitFor();
      await page.getByText("Choose at least one event type.").waitFor();
      await expectFocused(url(page));
      await url(page).fill("https://169.254.169.254/latest");
      await page.getByLabel("All event types", { exact: true }).check();
      await page.locator(".field-error").getByText("169.254.169.254 is").waitFor();
      await button(page, "Register webhook").click();
      await page.locator(".field-error").getByText("169.254.169.254 is").waitFor();
      expect(await url(page).inputValue()).toBe("https://169.254.169.254/latest");
    });
  });

  test("says while a URL is typed whether this instance takes it, and warns of nothing that it allows", async () => {
    await at("/webhooks/new", async (page) => {
      const tried = () => page.waitForResponse((response) => response.url().endsWith("/webhooks/url/try"));
      const judged = tried();
      await url(page).fill(`${receiver.url}/open`);
      expect(await (await judged).json()).toEqual({ error: null });
      await page.getByText("Each event is sent there as a POST request.").waitFor();
      expect(await page.locator(".field-warning, .field-error").count()).toBe(0);
      await url(page).fill("https://example.com:25/");
      await page.locator(".field-error").getByText("Port 25 belongs to another protocol").waitFor();
    });
  });

  test("takes a pattern that is typed, channels, and a filter that was tried on the type's example", async () => {
    await at("/webhooks/new", async (page) => {
      await url(page).fill(`${receiver.url}/narrow`);
      await page.getByLabel("Search event types").fill("order.address.*");
      await button(page, "Add the pattern order.address.*").click();
      await page.getByText("Channels, filter and rate limit").click();
      await page.getByLabel("Only some").check({ force: true });
      await page.getByLabel("Name of a channel").fill("store-7");
      await page.keyboard.press("Enter");
      await page.getByLabel("Filter", { exact: true }).fill("data.total > 1");
      await page.getByLabel("Try it on an event of type").selectOption("order.created");
      await button(page, "Try the filter").click();
      await page.getByText("Would be sent").waitFor();
      await page.getByLabel("Filter", { exact: true }).fill("data.total >");
      await button(page, "Try the filter").click();
      await page.getByText("Cannot be used").waitFor();
      await page.getByLabel("Filter", { exact: true }).fill("data.total > 1");
      await page.getByLabel("Start paused").check();
      await button(page, "Register webhook").click();
      await page.getByText(/^whsec_/).waitFor();
    });
    const { body } = await site.call<{ data: Shown[] }>("GET", "/webhooks?q=narrow");
    const wanted = { event_types: ["order.address.*"], channels: ["store-7"], filter: "data.total > 1" };
    expect(body.data).toMatchObject([{ ...wanted, status: "paused" }]);
  });

  test("asks for the secret where the profile wants one, and says that the URL has not proved itself", async () => {
    receiver.reply(403);
    await at("/webhooks/new", async (page) => {
      await url(page).fill(`${receiver.url}/orki`);
      await page.getByLabel("All event types", { exact: true }).check();
      await page.getByLabel("Profile").selectOption("orki");
      await page.getByLabel("Secret", { exact: true }).fill("my-verify-token");
      await button(page, "Register webhook").click();
      await page.getByText("The receiver has not proved that it wants this.").waitFor();
      await page.getByText("my-verify-token").waitFor();
      expect(await page.getByRole("link", { name: "Send a test event" }).count()).toBe(0);
      await page.getByRole("link", { name: "What it has to answer" }).waitFor();
      await page.getByRole("link", { name: "Open the webhook" }).click();
      await page.getByText("Events appear here once the receiver has proved").waitFor();
      expect(await page.getByRole("link", { name: "Send test" }).count()).toBe(0);
      await page.getByRole("link", { name: "What it has to answer" }).click();
      await page.locator("#doc-handshake").getByText("hub.challenge").first().waitFor();
    });
    receiver.reply(200);
  });
});

describe("changing a webhook", () => {
  test("sends what was changed only, and says that it is saved", async () => {
    const id = await register({ headers: { "x-team": "ops" }, metadata: { note: "kept" } });
    await at(`/webhooks/${id}/settings`, async (page) => {
      const sent = page.waitForRequest((request) => request.method() === "PATCH");
      await page.getByLabel("Description").fill(HOSTILE);
      await button(page, "Save").click();
      expect((await sent).postDataJSON()).toEqual({ description: HOSTILE });
      await page.getByText("The webhook is saved").waitFor();
      await page.locator(".sub").getByText(HOSTILE).waitFor();
    });
    expect(await shown(id)).toMatchObject({ headers: { "x-team": "ops" }, metadata: { note: "kept" } });
  });

  test("keeps what was typed while another tab is looked at, and marks the tab until it is saved", async () => {
    const id = await register({ description: "before" });
    await at(`/webhooks/${id}/settings`, async (page) => {
      const settings = page.locator(".tabs").getByRole("link", { name: /^Settings/ });
      const mark = settings.getByRole("img", { name: "unsaved changes" });
      expect(await mark.count()).toBe(0);
      await page.getByLabel("Description").fill("after");
      await page.getByRole("link", { name: "Health", exact: true }).click();
      await page.getByText("Last success").waitFor();
      await mark.waitFor();
      await settings.click();
      expect(await page.getByLabel("Description").inputValue()).toBe("after");
      await button(page, "Save").click();
      await page.getByText("The webhook is saved").waitFor();
      await mark.waitFor({ state: "detached" });
      await page.getByRole("link", { name: "Health", exact: true }).click();
      await settings.click();
      expect(await page.getByLabel("Description").inputValue()).toBe("after");
      expect(await button(page, "Discard changes").isDisabled()).toBe(true);
    });
    expect(await shown(id)).toMatchObject({ description: "after" });
  });

  test("keeps what was typed when the session ends meanwhile, and saves it after signing in again", async () => {
    const id = await register();
    await at(`/webhooks/${id}/settings`, async (page, { context, expectStatus }) => {
      expectStatus(401);
      await page.getByLabel("Description").fill("typed before");
      await context.clearCookies();
      await button(page, "Save").click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("E-mail address").fill(OWNER.email);
      await dialog.getByLabel("Password", { exact: true }).fill(OWNER.password);
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "hidden" });
      expect(await page.getByLabel("Description").inputValue()).toBe("typed before");
      await button(page, "Save").click();
      await page.getByText("The webhook is saved").waitFor();
    });
    expect(await shown(id)).toMatchObject({ description: "typed before" });
  });
});

describe("every part of a webhook's page", () => {
  for (const view of [{ scheme: "light" }, { scheme: "dark" }, { width: 375, language: "ar" }] as const)
    test(`axe finds nothing and nothing is wider than the window: ${JSON.stringify(view)}`, async () => {
      const id = await register({ url: `${receiver.url}/${"x".repeat(300)}`, description: HOSTILE });
      const all = ["new", id, ...["settings", "secret", "test", "health"].map((tab) => `${id}/${tab}`)];
      const look = async (page: Page) => {
        for (const path of all) {
          await go(page, `/webhooks/${path}`);
          expect(await axe(page)).toEqual([]);
          expect(await overflowing(page)).toEqual([]);
        }
      };
      await at(`/webhooks/${id}`, look, view);
    });
});
