import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { createHmac } from "node:crypto";
import type { Page } from "playwright-core";
import { axe, go, STORY_MS, startBrowser, type TestBrowser, type Window } from "../support/browser.ts";
import { type Executable, emptyFolder, KEY, startExecutable } from "../support/executable.ts";
import { portalLink } from "../support/portal.ts";
import { type ReceivedRequest, type Receiver, startReceiver } from "../support/receiver.ts";
import { expectSoon } from "../support/wait-for.ts";

setDefaultTimeout(STORY_MS);

const RETURN = "https://app.example.com/settings/webhooks";
const folder = emptyFolder();
let posthorn: Executable;
let browser: TestBrowser;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  const env = { POSTHORN_EGRESS_ALLOW: "127.0.0.0/8", POSTHORN_ALLOW_HTTP: "true" };
  [posthorn, browser] = await Promise.all([startExecutable({ dir: folder.path, env }), startBrowser()]);
  for (const tenant of ["northwind", "contoso", "fabrikam"])
    await posthorn.call("PUT", `/tenants/${tenant}`, { name: tenant });
  const example = { id: "ord_1", total: 12.5 };
  await posthorn.call("PUT", "/event-types/order.created", { description: "Somebody has ordered", example });
  await posthorn.call("PUT", "/settings/product_name", { value: "Ordereazi" });
});
afterAll(async () => {
  await browser.stop();
  await posthorn[Symbol.asyncDispose]();
  await receiver.stop();
  folder[Symbol.dispose]();
});

/** Runs in a window of its own, and fails on whatever went wrong in it. */
async function inWindow(story: (window: Window) => Promise<void>): Promise<void> {
  const window = await browser.open({ url: posthorn.url });
  try {
    await story(window);
    expect(window.faults).toEqual([]);
  } finally {
    await window.close();
  }
}

/** Opens the portal as somebody who has got a link. */
async function enter(page: Page, tenant: string, fields: Record<string, unknown> = {}): Promise<string> {
  const { url } = await portalLink(posthorn, tenant, fields);
  await page.goto(url);
  await page.getByRole("heading", { name: "Webhooks", level: 1 }).waitFor();
  return url;
}

/** Ends every session of a tenant, and its links. */
async function revoke(tenant: string): Promise<void> {
  const { status } = await fetch(`${posthorn.url}/api/v1/tenants/${tenant}/portal-sessions`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${KEY}` },
  });
  expect(status).toBe(204);
}

async function register(tenant: string): Promise<string> {
  const url = `${receiver.url}/${tenant}`;
  const made = await posthorn.call("POST", "/webhooks", { tenant, url, event_types: ["*"] });
  expect(made.status).toBe(201);
  return String(made.body.id);
}

/** By Standard Webhooks, as a receiver does. */
function signatureOf({ headers, text }: ReceivedRequest, secret: string): string {
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${text}`;
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const link = (page: Page, name: string) => page.getByRole("link", { name, exact: true });
const secretOn = (page: Page) =>
  page
    .getByText(/^whsec_/)
    .first()
    .textContent();

test("a consumer registers a webhook, sees a test arrive, rotates the secret and reads how to verify", async () => {
  await inWindow(async ({ page }) => {
    await enter(page, "northwind", { return_url: RETURN });
    expect(page.url()).toBe(`${posthorn.url}/portal#/`);
    await expectSoon(() => page.title(), "Webhooks · Ordereazi");
    expect(await link(page, "Back to Ordereazi").getAttribute("href")).toBe(RETURN);
    await page.getByText("No webhooks yet").waitFor();

    await link(page, "New webhook").first().click();
    await page.getByLabel("URL").fill(`${receiver.url}/orders`);
    await page.getByLabel("order.created").check();
    await page.getByText("How it is sent: signed: Standard Webhooks").waitFor();
    expect(await page.getByLabel("Profile").count()).toBe(0);
    expect(await page.getByLabel("Tenant").count()).toBe(0);
    await button(page, "Register webhook").click();
    await page.getByRole("heading", { name: "Webhook registered" }).waitFor();
    const secret = (await secretOn(page)) ?? "";
    await link(page, "Send a test event").click();
    await button(page, "Send test event").click();
    await page.getByRole("status").getByText("HTTP 200 OK").waitFor();
    const [came] = await receiver.waitFor(1);
    if (!came) throw new Error("nothing came");
    expect(JSON.parse(came.text)).toMatchObject({ type: "order.created", data: { id: "ord_1" } });
    expect(came.headers["webhook-signature"]).toBe(signatureOf(came, secret));

    await link(page, "Deliveries").first().click();
    await page.getByRole("heading", { name: "Deliveries", level: 1 }).waitFor();
    await page.locator("[data-row]").first().click();
    await page.getByRole("heading", { name: "order.created", level: 1 }).waitFor();
    await page.getByText("The body of an answer from a private network is not shown here.").waitFor();

    await link(page, "Webhooks").first().click();
    await page.locator("[data-row]").first().click();
    await link(page, "Secret").click();
    await button(page, "Show the secret").click();
    await page.getByText(secret).waitFor();
    await button(page, "Rotate secret…").click();
    await button(page, "Rotate secret").click();
    await page.getByText("This is the new secret.").waitFor();
    expect([null, secret]).not.toContain(await secretOn(page));

    await link(page, "Documentation").click();
    await page.getByRole("heading", { name: "Is it genuine?" }).waitFor();
    await page.getByText("Somebody has ordered").waitFor();
    await button(page, "Account and appearance").or(page.locator(".user-menu summary")).first().click();
    await button(page, "Leave").click();
    await page.getByRole("heading", { name: "You have left the portal" }).waitFor();
    expect(await link(page, "Back to Ordereazi").getAttribute("href")).toBe(RETURN);
  });
});

describe("another tenant's rows", () => {
  type Asked = { status: number; body: { data?: { tenant?: string }[] } };
  /** From the page's own console, with its cookie. */
  const ask = (page: Page, method: string, route: string, body?: unknown): Promise<Asked> =>
    page.evaluate(
      async ([method, route, json]) => {
        const headers = { "posthorn-session": "portal", "content-type": "application/json" };
        const answer = await fetch(`api/v1${route}`, { method, headers, ...(json && { body: json }) });
        const text = await answer.text();
        return { status: answer.status, body: text === "" ? {} : JSON.parse(text) };
      },
      [method, route, body === undefined ? "" : JSON.stringify(body)] as const,
    );

  test("cannot be reached by the page's address or by requests from its own console", async () => {
    const [own, foreign] = [await register("fabrikam"), await register("contoso")];
    const seen = receiver.requests.length;
    const events = new Map<string, string>();
    for (const tenant of ["contoso", "fabrikam"]) {
      const { body } = await posthorn.call("POST", "/events", { type: "order.created", tenant, data: {} });
      events.set(tenant, String(body.id));
    }
    await receiver.waitFor(seen + 2);
    const theirs = await posthorn.call<{ data: { id: string }[] }>("GET", "/deliveries?tenant=contoso");
    const delivery = theirs.body.data[0]?.id ?? "";
    const event = events.get("contoso");
    await inWindow(async ({ page, expectStatus }) => {
      expectStatus(403, 404);
      await enter(page, "fabrikam");
      for (const hash of [`/webhooks/${foreign}`, `/webhooks/${foreign}/secret`, `/deliveries/${delivery}`]) {
        await page.goto(`${posthorn.url}/portal#${hash}`);
        await page.getByText("This is not here any more").waitFor();
        await page.reload();
        await page.getByText("This is not here any more").waitFor();
      }
      for (const hash of ["/tenants", "/settings", `/events/${event}`, "/users"]) {
        await page.goto(`${posthorn.url}/portal#${hash}`);
        await page.getByRole("heading", { name: "Not found" }).waitFor();
      }
      const refused: [string, string, unknown?][] = [
        ["GET", `/webhooks/${foreign}`],
        ["PATCH", `/webhooks/${foreign}`, { status: "paused" }],
        ["DELETE", `/webhooks/${foreign}`],
        ["GET", `/webhooks/${foreign}/secret`],
        ["POST", `/webhooks/${foreign}/secret/rotate`, {}],
        ["POST", `/webhooks/${foreign}/test`, {}],
        ["GET", `/webhooks/${foreign}/deliveries`],
        ["GET", `/webhooks/${foreign}/stats`],
        ["GET", `/deliveries/${delivery}`],
        ["POST", `/deliveries/${delivery}/retry`],
        ["POST", `/deliveries/${delivery}/cancel`],
        ["GET", `/events/${event}`],
        ["POST", `/events/${event}/replay`, { webhook: own }],
        ["GET", "/tenants/contoso"],
      ];
      for (const [method, route, body] of refused)
        expect([method, route, (await ask(page, method, route, body)).status]).toEqual([method, route, 404]);
      for (const route of ["/webhooks", "/deliveries", "/events", "/notifications"])
        expect([route, (await ask(page, "GET", `${route}?tenant=contoso`)).status]).toEqual([route, 403]);
      for (const route of ["/api-keys", "/settings", "/users", "/audit-log", "/system"])
        expect([route, (await ask(page, "GET", route)).status]).toEqual([route, 403]);
      const created = { tenant: "contoso", url: `${receiver.url}/x`, event_types: ["*"] };
      expect((await ask(page, "POST", "/webhooks", created)).status).toBe(403);
      for (const route of ["/webhooks", "/deliveries", "/events", "/tenants"]) {
        const { data = [] } = (await ask(page, "GET", route)).body;
        const owners = data.map((row) => row.tenant ?? (row as { id?: string }).id);
        expect([route, [...new Set(owners)]]).toEqual([route, ["fabrikam"]]);
      }
    });
  });
});

describe("a portal link", () => {
  test("that was opened before says to ask for another, and goes on with a session that is still there", async () => {
    await inWindow(async ({ page, expectStatus }) => {
      expectStatus(401);
      const url = await enter(page, "fabrikam", { return_url: RETURN });
      await page.goto(`${posthorn.url}/portal#/documentation`);
      await page.getByRole("heading", { name: "Documentation", level: 1 }).waitFor();
      await page.goto(url);
      await page.getByRole("heading", { name: "This link does not work any more" }).waitFor();
      expect(page.url()).not.toContain("token");
      expect(await axe(page)).toEqual([]);
      await page.getByText("Ask for a new one where you found it.").waitFor();
      expect(await link(page, "Back to Ordereazi").getAttribute("href")).toBe(RETURN);
      await button(page, "Go on with what is open here").click();
      await page.getByRole("heading", { name: "Webhooks", level: 1 }).waitFor();
    });
  });

  test("that was opened elsewhere, or revoked, says the same", async () => {
    const spent = await portalLink(posthorn, "fabrikam");
    expect((await fetch(`${posthorn.url}/api/v1/portal/session`, spending(spent.token))).status).toBe(200);
    const revoked = await portalLink(posthorn, "fabrikam");
    await revoke("fabrikam");
    for (const { url } of [spent, revoked])
      await inWindow(async ({ page, expectStatus }) => {
        expectStatus(401);
        await page.goto(url);
        await page.getByRole("heading", { name: "This link does not work any more" }).waitFor();
        expect(await button(page, "Go on with what is open here").count()).toBe(0);
      });
  });

  test("for somebody who may only look opens a portal without anything to change", async () => {
    const id = await register("fabrikam");
    await inWindow(async ({ page }) => {
      await enter(page, "fabrikam", { read_only: true });
      await page.getByText("Read only").waitFor();
      expect(await link(page, "New webhook").count()).toBe(0);
      for (const tab of ["", "/settings", "/health"]) {
        await go(page, `/webhooks/${id}${tab}`);
        for (const name of [/^Pause/, /^Recover/, /^Save/, /^Delete/, /^Send test/, /^Retry/])
          expect(await page.getByRole("main").getByRole("button", { name }).count()).toBe(0);
        expect(await link(page, "Secret").count()).toBe(0);
      }
    });
  });
});

test("a session that ends while somebody types keeps what they typed, and says where to go", async () => {
  await inWindow(async ({ page, expectStatus }) => {
    expectStatus(401);
    await enter(page, "contoso", { return_url: RETURN });
    await link(page, "New webhook").first().click();
    await page.getByLabel("Description").fill("typed with care");
    await revoke("contoso");
    await page.getByLabel("URL").fill(`${receiver.url}/late`);
    await page.getByLabel("order.created").check();
    await button(page, "Register webhook").click();
    const dialog = page.getByRole("dialog", { name: "Your session has ended" });
    expect(await link(page, "Back to Ordereazi").last().getAttribute("href")).toBe(RETURN);
    await dialog.getByRole("button", { name: "Close" }).click();
    expect(await page.getByLabel("Description").inputValue()).toBe("typed with care");
  });
});

const spending = (token: string): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ token }),
});
