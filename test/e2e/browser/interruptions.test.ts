import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import type { BrowserContext, Page } from "playwright-core";
import { STORY_MS, signIn, type Window } from "../../support/browser.ts";
import { retype } from "../../support/retype.ts";
import { forgiveAway, type Stage, startStage } from "./stage.ts";

setDefaultTimeout(STORY_MS);

const OTTO = { email: "otto@example.com", name: "Otto", role: "operator", password: "a good long password" };
let stage: Stage;
let webhook: string;

beforeAll(async () => {
  stage = await startStage();
  await stage.call("POST", "/users", OTTO);
  const fields = { url: `${stage.receiver.url}/hooks`, event_types: ["order.*"], description: "Orders" };
  webhook = (await stage.call<{ id: string }>("POST", "/webhooks", fields)).body.id;
});
afterAll(() => stage.stop());

/** Ends every session of whoever sits in front of the window, as "sign out everywhere" on another machine does. */
async function signOutEverywhere(context: BrowserContext): Promise<void> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const headers = { cookie, "sec-fetch-site": "same-origin" };
  const { ok } = await fetch(`${stage.url}/api/v1/sessions`, { method: "DELETE", headers });
  if (!ok) throw new Error("the sessions were not ended");
}

/** Signs in again in the dialog over the page. */
async function signInAgain(page: Page): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Sign in again" });
  await dialog.getByLabel("E-mail address").fill(OTTO.email);
  await dialog.getByLabel("Password", { exact: true }).fill(OTTO.password);
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "hidden" });
}

async function asOtto(story: (window: Window) => Promise<void>): Promise<void> {
  const window = await stage.browser.open(stage);
  try {
    window.expectStatus(401);
    await signIn(window.page, OTTO);
    await story(window);
    expect(window.faults).toEqual([]);
  } finally {
    await window.close();
  }
}

const descriptionOf = async () =>
  (await stage.call<{ description: string }>("GET", `/webhooks/${webhook}`)).body.description;

test("a session that ends in the middle of an edit loses none of it: signing in over the page, then saving, does", async () => {
  await asOtto(async ({ page, context }) => {
    await page.goto(`/#/webhooks/${webhook}/settings`);
    const description = page.getByLabel("Description");
    await description.fill("Orders, typed for a long time");
    await page.getByText("Headers and metadata").click();
    await page.getByRole("button", { name: "Add a header" }).click();
    await page.getByLabel("Header name").fill("x-team");
    await page.getByLabel("Value").fill("integration");
    await signOutEverywhere(context);
    await page.getByRole("button", { name: "Save" }).click();
    await signInAgain(page);
    expect(await description.inputValue()).toBe("Orders, typed for a long time");
    expect(await page.getByLabel("Value").inputValue()).toBe("integration");
    expect(await descriptionOf()).toBe("Orders");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The webhook is saved").waitFor();
    expect(await descriptionOf()).toBe("Orders, typed for a long time");
  });
});

test("a session that ends while an event is written keeps every character of it, also when the dialog is closed first", async () => {
  const text = '{"order": 1.50, "note": "written by hand"}';
  await asOtto(async ({ page, context }) => {
    await page.goto("/#/events/new");
    await page.getByLabel("Event type", { exact: true }).fill("order.written");
    await retype(page.locator(".cm-content").first(), text);
    await signOutEverywhere(context);
    await page.getByRole("button", { name: "Send event" }).click();
    await page.getByRole("dialog", { name: "Sign in again" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("You are not signed in any more.").first().waitFor();
    await page.getByRole("button", { name: "Send event" }).click();
    await signInAgain(page);
    expect(await page.locator(".cm-content").first().textContent()).toBe(text);
    await page.getByRole("button", { name: "Send event" }).click();
    const [request] = await stage.receiver.waitFor(1);
    expect(request?.text).toContain('"data":{"order":1.50,"note":"written by hand"}');
  });
});

test("a server that dies under the live tail is missed in words, and what comes after its restart shows by itself", async () => {
  await stage.inWindow({}, async ({ page, faults }) => {
    await page.goto("/#/live");
    const rows = page.getByRole("table", { name: "Attempts as they are finished" }).locator("tbody tr");
    await page.getByText("Connected. Attempts show here as they are finished.").waitFor();
    const first = await stage.delivered({ type: "order.before", data: {} });
    await rows.filter({ hasText: first.event }).waitFor();

    await stage.kill();
    await page.getByText("The connection is lost. Trying again by itself…").waitFor();
    await rows.filter({ hasText: first.event }).waitFor();
    await stage.restart();
    const second = await stage.delivered({ type: "order.after", data: {} });
    await page.getByText("Connected again, from where it stopped.").waitFor();
    await rows.filter({ hasText: second.event }).waitFor();
    expect(await rows.filter({ hasText: "order." }).count()).toBe(2);
    forgiveAway(faults);
  });
});
