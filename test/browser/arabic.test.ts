import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { ar } from "../../public/texts/ar/index.ts";
import { enter, STORY_MS, settled, startBrowser, type TestBrowser, type Window } from "../support/browser.ts";
import { type Site, startSite } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

setDefaultTimeout(STORY_MS);

type Row = { id: string; last_attempt: { error: string } | null };

let site: Site;
let browser: TestBrowser;
let window: Window;
let delivery: Row;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  const closed = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
  const url = `http://127.0.0.1:${closed.port}/`;
  await closed.stop(true);
  await site.call("POST", "/webhooks", { url, event_types: ["*"] });
  await site.call("POST", "/events", { type: "order.created", actor: "a".repeat(200), data: {} });
  const tried = async () => (await site.call<{ data: Row[] }>("GET", "/deliveries")).body.data[0];
  await waitFor(async () => (await tried())?.last_attempt != null, "an attempt");
  delivery = (await tried()) as Row;
  window = await browser.open(site, { language: "ar" });
});
afterAll(async () => {
  await browser.stop();
  await site.stop();
});

describe("in Arabic", () => {
  test("a password does not run under the button that shows it", async () => {
    await window.page.goto("/");
    const input = window.page.getByLabel(ar["sign_in.password"], { exact: true });
    const button = await window.page
      .getByRole("button", { name: ar["action.show_password"] })
      .evaluate((element) => element.getBoundingClientRect().width);
    const padding = await input.evaluate((element) =>
      Number.parseFloat(getComputedStyle(element).paddingLeft),
    );
    expect(padding).toBeGreaterThanOrEqual(button);
  });

  test("why an attempt failed is said in Arabic first, with the server's English sentence below", async () => {
    const { page } = window;
    await enter(window, site);
    await page.goto(`/#/deliveries/${delivery.id}`);
    await page.locator(".moment-text a", { hasText: ar["outcome.connection_error"] }).first().waitFor();
    const words = page.locator(".moment-text .server-words");
    expect([await words.textContent(), await words.getAttribute("lang")]).toEqual([
      delivery.last_attempt?.error ?? "",
      "en",
    ]);
    await page.goto("/#/deliveries");
    await page.locator("td", { hasText: ar["outcome.connection_error"] }).first().waitFor();
    await page.goto("/#/");
    const cause = page.locator("tr", { hasText: delivery.last_attempt?.error ?? "" });
    await cause.getByText(ar["outcome.connection_error"], { exact: true }).waitFor();
  });

  test("a URL that is refused is told of by what is wrong with it: of an address it is not that http stands before it", async () => {
    const { page } = window;
    await page.goto("/#/webhooks/new");
    const url = page.getByPlaceholder("https://").first();
    await url.fill("http://169.254.169.254/latest");
    await page.getByText(ar["webhook.form.url.private"]).waitFor();
    await url.fill("https://example.com:22/hooks");
    await page.getByText("Port 22 belongs to another protocol").waitFor();
  });

  test("what is written from left to right is cut off at its end and shows how it begins", async () => {
    const { page } = window;
    await page.goto("/#/events");
    const below = page.locator("td.grow small > bdi").first();
    await below.waitFor();
    await settled(page);
    const style = await below.evaluate((element) => {
      const { direction, textOverflow } = getComputedStyle(element);
      return { direction, textOverflow, isCut: element.scrollWidth > element.clientWidth };
    });
    expect(style).toEqual({ direction: "ltr", textOverflow: "ellipsis", isCut: true });
  });

  test("why a replay reaches nobody stands apart from the page's own words, as English", async () => {
    const { page } = window;
    await site.call("POST", "/events", { type: "order.created", id: "lost", tenant: "nobody", data: {} });
    await enter(window, site, "/#/events/lost?tenant=nobody");
    await page.getByRole("button", { name: ar["event.replay"] }).click();
    await page.getByRole("dialog").getByRole("button", { name: ar["event.replay.do"] }).click();
    const toast = page.locator(".toast.bad");
    await toast.getByText(ar["event.replayed.none"], { exact: true }).waitFor();
    expect(await toast.locator("[lang=en] bdi").textContent()).toBe("the tenant has no webhooks");
  });
});
