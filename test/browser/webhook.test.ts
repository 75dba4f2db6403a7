import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";
import {
  expectFocused,
  STORY_MS,
  type Story,
  settled,
  startBrowser,
  type TestBrowser,
  visit,
} from "../support/browser.ts";
import { portalLink } from "../support/portal.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { retype } from "../support/retype.ts";
import { type Site, startSite } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

setDefaultTimeout(STORY_MS);

const EVENTS = 4;
const HOSTILE = '<img src=x onerror="alert(1)"> \u202egnirts';
let site: Site;
let browser: TestBrowser;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  const { body: standard } = await site.call("GET", "/profiles/standard");
  const { builtin: _, used_by: __, created: ___, updated: ____, ...profile } = standard;
  const retry = { delays_seconds: [], jitter: 0, honour_retry_after: false };
  const disable = { after_consecutive_failures: 100, after_failing_hours: null, on_410: false };
  const strict = {
    ...profile,
    name: "strict",
    title: "Strict",
    retry,
    disable,
    warn_after_consecutive_failures: 2,
  };
  await site.call("PUT", "/profiles/strict", strict);
  const patient = {
    ...strict,
    name: "patient",
    title: "Patient",
    retry: { ...retry, delays_seconds: [3600] },
  };
  await site.call("PUT", "/profiles/patient", patient);
  await site.call("PUT", "/event-types/order.created", { description: "", example: { total: 1.5 } });
});
afterAll(async () => {
  await browser.stop();
  await site.stop();
  await receiver.stop();
});

type Health = { health: { state: string; consecutive_failures: number; last_success: string | null } };

let tenants = 0;

/** Each of a tenant of its own, so that no other's events come to it. */
async function register(fields: Record<string, unknown> = {}): Promise<{ id: string; tenant: string }> {
  const tenant = String(fields.tenant ?? `tenant-${++tenants}`);
  const wanted = {
    url: `${receiver.url}/hooks`,
    event_types: ["order.*"],
    profile: "strict",
    ...fields,
    tenant,
  };
  return { id: (await site.call<{ id: string }>("POST", "/webhooks", wanted)).body.id, tenant };
}

/** One whose every event failed. */
async function registerFailing(fields: Record<string, unknown> = {}) {
  const made = await register(fields);
  receiver.reply(503);
  for (let total = 0; total < EVENTS; total++)
    await site.call("POST", "/events", { type: "order.created", tenant: made.tenant, data: { total } });
  await waitFor(async () => {
    const { body } = await site.call<Health>("GET", `/webhooks/${made.id}`);
    return body.health.consecutive_failures === EVENTS;
  });
  receiver.reply(200);
  return made;
}

const at = (path: string, story: Story) => visit({ browser, site }, path, story);

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Webhook", exact: true }).getByRole("link", { name });
/** Those of deliveries: while they are on their way there are grey ones. */
const rows = (page: Page) => page.getByRole("table", { name: "Deliveries" }).locator("tbody tr.linked");

describe("a webhook that fails", () => {
  test("says since when, why and what comes next, and recovers what it missed with a count first", async () => {
    const { id } = await registerFailing();
    await at(`/webhooks/${id}`, async (page) => {
      await page.getByText(/^Nothing has been delivered since (\d+ \w+, )?\d\d:\d\d\.$/).waitFor();
      await page.getByText("The receiver answered HTTP 503 Service Unavailable.").waitFor();
      await page.getByText("It will be disabled after 96 more failures.").waitFor();
      await page.getByRole("link", { name: "See the last attempt" }).waitFor();
      const before = receiver.requests.length;
      expect(await page.locator(".head .btn.primary").textContent()).toBe("Recover…");
      await button(page, "Recover…").click();
      await expectFocused(page.getByLabel("Since"));
      await page.getByText(`${EVENTS} events will be sent.`).waitFor();
      expect(receiver.requests).toHaveLength(before);
      await button(page, `Recover ${EVENTS} events`).click();
      await page.getByText("Done.", { exact: true }).waitFor();
      await receiver.waitFor(before + EVENTS);
      await page.getByText("Healthy").waitFor();
      await page.waitForFunction(() => document.querySelector(".head .btn.primary") === null);
    });
  });

  test("gets at once what waits for a later attempt, and its figures say so when it has", async () => {
    const { id } = await registerFailing({ profile: "patient" });
    await at(`/webhooks/${id}`, async (page) => {
      const figure = (value: number) =>
        page.locator(".tile", { hasText: "Waiting" }).getByText(String(value), { exact: true });
      await figure(EVENTS).waitFor();
      const before = receiver.requests.length;
      await button(page, "Recover…").click();
      await button(page, `Recover ${EVENTS} events`).click();
      await receiver.waitFor(before + EVENTS);
      await page.getByText("Done.", { exact: true }).waitFor();
      await figure(0).waitFor({ timeout: 10_000 });
    });
  });

  test("gets one more attempt of all that failed, as many as its dialog says", async () => {
    const { id } = await registerFailing();
    await at(`/webhooks/${id}?status=failure`, async (page) => {
      await rows(page)
        .nth(EVENTS - 1)
        .waitFor();
      const before = receiver.requests.length;
      await button(page, "Retry…").click();
      await page.getByText(`${EVENTS} deliveries match`).waitFor();
      await button(page, `Retry ${EVENTS} deliveries`).click();
      await receiver.waitFor(before + EVENTS);
      await page.getByText("Nothing matches these filters").waitFor();
    });
  });

  test("keeps its filters in the address, and a row is retried with r", async () => {
    const { id } = await registerFailing();
    await at(`/webhooks/${id}`, async (page) => {
      await page.getByLabel("Status", { exact: true }).selectOption("success");
      await page.getByText("Nothing matches these filters").waitFor();
      expect(page.url()).toEndWith(`/webhooks/${id}?status=success`);
      await page.reload();
      await page.getByText("Nothing matches these filters").waitFor();
      await button(page, "Clear filters").click();
      await rows(page).first().waitFor();
      const before = receiver.requests.length;
      await page.keyboard.press("j");
      await expectFocused(rows(page).first().locator(".row-link"));
      await page.keyboard.press("r");
      await receiver.waitFor(before + 1);
      await rows(page).first().getByText("Delivered").waitFor();
    });
  });

  test("shows its health: the chart, the outcomes, what was told of it", async () => {
    const { id } = await registerFailing({ description: HOSTILE });
    await at(`/webhooks/${id}/health`, async (page) => {
      await page.locator(".chart canvas").waitFor();
      await page.getByRole("table", { name: "Attempts by outcome" }).getByText("HTTP error").waitFor();
      await page.getByRole("table", { name: "What was told of it" }).getByText("Failed").first().waitFor();
      await page.getByText(HOSTILE).waitFor();
      await page.getByText("7 days").click({ force: true });
      await page.waitForURL(/\?period=7d$/);
    });
  });
});

describe("a webhook that is enabled again", () => {
  test("is offered what it has missed since it failed first, also once it gets something", async () => {
    const { id, tenant } = await registerFailing();
    await site.call("PATCH", `/webhooks/${id}`, { status: "disabled" });
    await site.restart(async () => setBack(id, tenant, 3 * 86_400_000));
    await at(`/webhooks/${id}`, async (page) => {
      await button(page, "Enable").click();
      await page.getByText("It gets events again.").waitFor();
      await site.call("POST", "/events", { type: "order.created", tenant, data: {} });
      await page.getByText("Healthy").waitFor();
      await waitFor(async () => {
        const { body } = await site.call<Health>("GET", `/webhooks/${id}`);
        return body.health.last_success !== null;
      });
      await button(page, "Recover…").first().click();
      await page.getByText(`${EVENTS} events will be sent.`).waitFor();
      await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
      const before = receiver.requests.length;
      await page.locator(".note").getByRole("button", { name: "Recover…" }).click();
      await button(page, `Recover ${EVENTS} events`).click();
      await receiver.waitFor(before + EVENTS);
      await page.getByText("It gets events again.").waitFor({ state: "detached" });
    });
  });
});

/** As if all that there is of a webhook and its tenant's events had happened earlier. */
function setBack(webhook: string, tenant: string, ms: number): void {
  using database = new Database(join(site.dir, "posthorn.db"));
  const health = "failing_since = failing_since - ?1, last_failure_at = last_failure_at - ?1";
  database.run(`UPDATE webhooks SET created_at = created_at - ?1, ${health} WHERE id = ?2`, [ms, webhook]);
  const times = "created_at = created_at - ?1, accepted_at = accepted_at - ?1";
  database.run(`UPDATE events SET ${times} WHERE tenant = ?2`, [ms, tenant]);
}

describe("what is done with a webhook", () => {
  test("it is paused and resumed, and disabled by hand says so and is enabled again", async () => {
    const { id } = await register();
    await at(`/webhooks/${id}`, async (page) => {
      await button(page, "Pause").click();
      await page.getByText("This webhook is paused.").waitFor();
      await button(page, "Resume").click();
      await button(page, "Pause").waitFor();
      await site.call("PATCH", `/webhooks/${id}`, { status: "disabled" });
      await page.reload();
      await page.getByText("This webhook was disabled by hand.").waitFor();
      await button(page, "Enable").click();
      await button(page, "Pause").waitFor();
    });
  });

  test("a test event is sent as it was edited, and what came of it is shown in place", async () => {
    const { id } = await register();
    receiver.reply(() => ({ status: 200, body: '{"stored":true}' }));
    await at(`/webhooks/${id}/test`, async (page) => {
      await retype(page.locator(".cm-content"), '{"total": 1.50}');
      await button(page, "Send test event").click();
      await page.getByText("HTTP 200 OK").waitFor();
      await page.getByText('"stored": true').waitFor();
    });
    expect(receiver.requests.at(-1)?.text).toContain('"data":{"total":1.50}');
  });

  test("a test event cannot be sent before the sample that it would be is there", async () => {
    const { id } = await register();
    await at(`/webhooks/${id}`, async (page) => {
      const held = Promise.withResolvers<void>();
      await page.route(/\/event-types\?/, (route) => held.promise.then(() => route.continue()));
      await tab(page, "Test").click();
      await page.locator(".cm-content").waitFor();
      expect(await button(page, "Send test event").isDisabled()).toBe(true);
      held.resolve();
      await button(page, "Send test event").click();
      await page.getByText("HTTP 200 OK").waitFor();
    });
    expect(receiver.requests.at(-1)?.text).toContain('"data":{"total":1.5}');
  });

  test("its secret is shown when asked for, and rotated with the old one's time that is left", async () => {
    const { id } = await register();
    await at(`/webhooks/${id}/secret`, async (page) => {
      await button(page, "Show the secret").click();
      const first = await page.getByText(/^whsec_/).textContent();
      await button(page, "Rotate secret…").click();
      await page.getByRole("dialog").getByRole("button", { name: "Rotate secret" }).click();
      await page.getByText("This is the new secret.").waitFor();
      await page.getByText(/^The old one signs for another (23 h|1 d)/).waitFor();
      const { body } = await site.call<{ secret: string }>("GET", `/webhooks/${id}/secret`);
      expect(body.secret).not.toBe(String(first));
      await page.getByText(body.secret).waitFor();
      await page.reload();
      await button(page, "Show the secret").click();
      await page.getByText(/^The old one signs for another (23 h|1 d)/).waitFor();
    });
  });

  test("it is deleted after a dialog that says how many deliveries are cancelled", async () => {
    const { id, tenant } = await register({ status: "paused", event_types: ["stock.updated"] });
    for (let count = 0; count < 2; count++)
      await site.call("POST", "/events", { type: "stock.updated", tenant, data: { count } });
    await at(`/webhooks/${id}/settings`, async (page) => {
      const { promise: counted, resolve: count } = Promise.withResolvers<void>();
      await page.route(`**/webhooks/${id}/stats`, (route) => counted.then(() => route.continue()));
      await button(page, "Delete webhook…").click();
      await page.getByText("Counting what is pending…").waitFor();
      expect(await button(page, "Delete webhook").last().isDisabled()).toBe(true);
      count();
      await page.getByText("2 pending deliveries are cancelled. This cannot be undone.").waitFor();
      await button(page, "Delete webhook").last().click();
      await page.getByRole("heading", { name: "Webhooks" }).waitFor();
    });
    await expect(site.call("GET", `/webhooks/${id}`)).rejects.toThrow("404");
  });
});

describe("the portal", () => {
  test("has all of it for its own tenant, and nothing of another's", async () => {
    await site.call("PUT", "/tenants/northwind", { name: "Northwind" });
    const { id: own } = await registerFailing({ tenant: "northwind" });
    const { id: foreign } = await register();
    const window = await browser.open(site);
    const { page, expectStatus } = window;
    const { token } = await portalLink(site, "northwind");
    await page.goto(`/portal#token=${token}`);
    await page.locator(".shell h1").waitFor();
    for (const [path, text] of [
      ["", /Nothing has been delivered since/],
      ["/settings", "Delete webhook…"],
      ["/secret", "Rotate secret…"],
      ["/test", "Send test event"],
      ["/health", "What was told of it"],
    ] as const) {
      await page.goto(`/portal#/webhooks/${own}${path}`);
      await page.getByText(text).first().waitFor();
      await settled(page);
    }
    expect(window.faults).toEqual([]);
    expectStatus(404);
    await page.goto(`/portal#/webhooks/${foreign}`);
    await page.getByText("This is not here any more.").waitFor();
    await window.close();
  });
});

test("another tab keeps the page, and its link the focus", async () => {
  const { id } = await register();
  await at(`/webhooks/${id}`, async (page) => {
    await tab(page, "Health").click();
    await page.getByText("Last success").waitFor();
    await expectFocused(tab(page, "Health"));
  });
});
