import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { routes } from "../../screenshots/routes.ts";
import { enter, STORY_MS, settled } from "../../support/browser.ts";
import { signInOwner } from "../../support/site.ts";
import { type Stage, startStage } from "./stage.ts";

setDefaultTimeout(STORY_MS);

const PASSWORD = "a good long password";
let stage: Stage;
let rows: Record<string, string>;

beforeAll(async () => {
  stage = await startStage();
  const fields = { url: `${stage.receiver.url}/hooks`, event_types: ["order.*"] };
  const { body: webhook } = await stage.call<{ id: string }>("POST", "/webhooks", fields);
  await stage.call("PUT", "/event-types/order.paid", { description: "Somebody has paid" });
  const { id, event } = await stage.delivered({ type: "order.paid", data: {} });
  rows = {
    "/webhooks/:id/:tab?": `/webhooks/${webhook.id}`,
    "/deliveries/:id": `/deliveries/${id}`,
    "/events/:id": `/events/${event}`,
    "/event-types/:name": "/event-types/order.paid",
    "/profiles/:name": "/profiles/standard",
    "/tenants/:id": "/tenants/default",
  };
  for (const role of ["viewer", "operator"])
    await stage.call("POST", "/users", {
      email: `${role}@example.com`,
      name: role,
      role,
      password: PASSWORD,
    });
});
afterAll(() => stage.stop());

test.each(["viewer", "operator"])("no page asks for what the role %s may not have", async (role) => {
  const cookie = await signInOwner(stage.url, {
    email: `${role}@example.com`,
    name: role,
    password: PASSWORD,
  });
  const window = await stage.browser.open(stage);
  const { page, faults } = window;
  const site = { url: stage.url, ownerCookie: () => Promise.resolve(cookie) };
  await enter(window, site);
  const found: Record<string, string[]> = {};
  const tabs = ["settings", "secret", "test", "health"].map((tab) => `${rows["/webhooks/:id/:tab?"]}/${tab}`);
  const admin = (await routes()).filter(({ mode }) => mode === "admin").map(({ path }) => rows[path] ?? path);
  for (const address of [...admin, ...tabs]) {
    await page.goto(`/?anew=${encodeURIComponent(address)}#${address}`);
    await page.locator(".shell h1").waitFor();
    await settled(page);
    const refused = await page.locator(".problem").allTextContents();
    const wrong = [...refused, ...faults.splice(0)];
    if (wrong.length > 0) found[address] = wrong;
  }
  expect(found).toEqual({});
  await window.close();
});

test("a viewer finds nothing to change, and is told so where a link leads to a form", async () => {
  const cookie = await signInOwner(stage.url, { email: "viewer@example.com", name: "", password: PASSWORD });
  const window = await stage.browser.open(stage);
  const { page } = window;
  await enter(window, { url: stage.url, ownerCookie: () => Promise.resolve(cookie) });
  for (const address of ["/webhooks/new", "/events/new", "/tenants/new", "/api-keys/new"]) {
    await page.goto(`/?anew=${encodeURIComponent(address)}#${address}`);
    await page.locator(".shell h1").waitFor();
    await settled(page);
    expect({ address, buttons: await page.locator("main button[type=submit]").count() }).toEqual({
      address,
      buttons: 0,
    });
  }
  expect(window.faults).toEqual([]);
  await window.close();
});
