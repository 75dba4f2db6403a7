import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { STORY_MS, type Window } from "../../support/browser.ts";
import { forgiveAway, type Stage, startStage } from "./stage.ts";

setDefaultTimeout(STORY_MS);

const TYPED = "Typed for a long time, مكتوب بعناية";

let stage: Stage;
let webhook: string;

beforeAll(async () => {
  stage = await startStage();
});
beforeEach(async () => {
  const fields = { url: `${stage.receiver.url}/hooks`, event_types: ["order.*"], description: "Orders" };
  webhook = (await stage.call<{ id: string }>("POST", "/webhooks", fields)).body.id;
});
afterAll(() => stage.stop());

const save = (page: Page) => page.getByRole("button", { name: "Save" }).click();
const description = (page: Page) => page.getByLabel("Description");
const descriptionOf = async () =>
  (await stage.call<{ description: string }>("GET", `/webhooks/${webhook}`)).body.description;

/** In the form of the webhook's settings, with something typed into it that is not saved. */
async function editing(story: (window: Window) => Promise<void>): Promise<void> {
  await stage.inWindow({}, async (window) => {
    await window.page.goto(`/#/webhooks/${webhook}/settings`);
    await description(window.page).fill(TYPED);
    await story(window);
  });
}

/** Waits for the words within the form itself: next to where it happened. */
const told = (page: Page, ...words: string[]) =>
  Promise.all(words.map((text) => page.locator("main form").getByRole("alert").getByText(text).waitFor()));

/** What was typed is there, is saved by the same button, and nothing was before. */
async function expectKept(page: Page): Promise<void> {
  expect(await description(page).inputValue()).toBe(TYPED);
  expect(await descriptionOf()).toBe("Orders");
  await save(page);
  await page.getByText("The webhook is saved").waitFor();
  expect(await descriptionOf()).toBe(TYPED);
}

describe("what was typed stays, with what happened and what to do beside it", () => {
  test("when the connection is lost", async () => {
    await editing(async ({ page, faults }) => {
      await stage.kill();
      await save(page);
      await told(page, "Posthorn cannot be reached.", "Check the connection, then try again.");
      await stage.restart();
      await expectKept(page);
      forgiveAway(faults);
    });
  });

  test("when it is not allowed (403)", async () => {
    await editing(async ({ page, expectStatus }) => {
      expectStatus(403);
      await page.route("**/api/v1/webhooks/*", async (route) => {
        if (route.request().method() !== "PATCH") return route.fallback();
        const contentType = "application/problem+json";
        const problem = { status: 403, code: "forbidden", title: "Not allowed", detail: "" };
        await route.fulfill({ status: 403, contentType, body: JSON.stringify(problem) });
      });
      await save(page);
      await told(page, "You are not allowed to do this.", "Ask an owner of this instance for the right to.");
      await page.unroute("**/api/v1/webhooks/*");
      await expectKept(page);
    });
  });

  test("when it was deleted meanwhile (404)", async () => {
    await editing(async ({ page, expectStatus }) => {
      expectStatus(404);
      await stage.call("DELETE", `/webhooks/${webhook}`);
      await save(page);
      await told(page, "This is not here any more.", "It may have been deleted in the meantime.");
      expect(await description(page).inputValue()).toBe(TYPED);
    });
  });

  test("when the tenant may have no more webhooks (409)", async () => {
    await stage.call("PUT", "/tenants/orisha", { name: "Orisha", profile: "orisha" });
    const fields = { tenant: "orisha", url: "https://example.com/hooks", event_types: ["*"] };
    for (let count = 0; count < 3; count++) await stage.call("POST", "/webhooks", fields);
    await stage.inWindow({}, async ({ page, expectStatus }) => {
      expectStatus(409);
      await page.goto("/#/webhooks/new");
      await page.getByLabel("Tenant").fill("orisha");
      await page.getByLabel("URL", { exact: true }).fill("https://example.com/fourth");
      await description(page).fill(TYPED);
      await page.getByLabel("All event types").check();
      await page.getByRole("button", { name: "Register webhook" }).click();
      await told(page, "This cannot be done as things stand.", "3 webhooks");
      expect(await page.getByLabel("URL", { exact: true }).inputValue()).toBe("https://example.com/fourth");
      expect(await description(page).inputValue()).toBe(TYPED);
    });
  });

  test("when a field is not valid (422), at that field, which has the focus", async () => {
    await editing(async ({ page, expectStatus }) => {
      expectStatus(422);
      const url = page.getByLabel("URL", { exact: true });
      await url.fill("http://169.254.169.254/latest/meta-data");
      await save(page);
      await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
      await page.getByText("169.254.169.254 is a link-local address").waitFor();
      expect(await url.evaluate((field) => field === document.activeElement)).toBe(true);
      await url.fill(`${stage.receiver.url}/hooks`);
      await expectKept(page);
    });
  });

  test("while the server is stopping (503)", async () => {
    const held = Promise.withResolvers<number>();
    stage.receiver.reply(() => held.promise);
    await stage.call("POST", "/events", { type: "order.held", data: {} });
    await editing(async ({ page, expectStatus, faults }) => {
      expectStatus(503);
      await stage.receiver.waitFor(1);
      const gone = stage.kill("SIGTERM");
      await stage.logged('"msg":"stopping"');
      await save(page);
      await told(page, "Posthorn cannot do this right now.");
      held.resolve(200);
      await gone;
      await stage.restart();
      await expectKept(page);
      forgiveAway(faults);
    });
  });
});
