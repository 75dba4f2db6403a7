import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { type Clock, systemClock } from "../../src/clock.ts";
import { STORY_MS, type Story, signIn, startBrowser, type TestBrowser, visit } from "../support/browser.ts";
import { OWNER, type Site, startSite } from "../support/site.ts";
import { makeUser, PASSWORD } from "../support/users.ts";

setDefaultTimeout(STORY_MS);

/** When the server's clock stands; null while it goes. */
let standing: number | null = null;
const clock: Clock = { ...systemClock, now: () => standing ?? systemClock.now() };
let site: Site;
let browser: TestBrowser;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite({ POSTHORN_RETENTION_DAYS: "7" }, clock), startBrowser()]);
});
afterEach(() => {
  standing = null;
});
afterAll(async () => {
  await browser.stop();
  await site.stop();
});

const at = (path: string, story: Story) => visit({ browser, site }, path, story);

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const ask = (path: string, key: string) =>
  fetch(`${site.url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });

describe("a tenant", () => {
  test("that is there already is not replaced by the form for a new one, which keeps what was typed", async () => {
    await site.call("PUT", "/tenants/northwind", { name: "Northwind", metadata: { seats: 1 } });
    await at("/tenants/new", async (page, { expectStatus }) => {
      expectStatus(409);
      await page.getByLabel("Id", { exact: true }).fill("northwind");
      await page.getByLabel("Name", { exact: true }).fill("Somebody else");
      await button(page, "Create the tenant").click();
      await page.getByText("is taken: a tenant with this id is there already").waitFor();
      expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Somebody else");
    });
    const { body } = await site.call("GET", "/tenants/northwind");
    expect(body).toMatchObject({ name: "Northwind", metadata: { seats: 1 } });
  });

  test("is made and changed, and a wrong address is told beside it", async () => {
    await at("/tenants/new", async (page, { expectStatus }) => {
      expectStatus(404, 422);
      await page.getByLabel("Id", { exact: true }).fill("contoso");
      await page.getByLabel("Name", { exact: true }).fill("Contoso");
      await button(page, "Add an address").click();
      await page.getByLabel("E-mail address 1").fill("nobody");
      await button(page, "Create the tenant").click();
      await page.getByText("must be an e-mail address").waitFor();
      await page.getByLabel("E-mail address 1").fill("ops@contoso.example");
      await button(page, "Create the tenant").click();
      await page.getByRole("heading", { name: "Contoso", level: 1 }).waitFor();
    });
    const { body } = await site.call("GET", "/tenants/contoso");
    expect(body).toMatchObject({ name: "Contoso", notify: { emails: ["ops@contoso.example"] } });
  });

  test("gets a portal link, shown once, that opens their portal", async () => {
    await at("/tenants/northwind", async (page) => {
      await button(page, "Open portal…").click();
      await page.getByRole("switch", { name: "Look only" }).click();
      await button(page, "Make the link").click();
      const href = await page.getByRole("link", { name: "Open the portal" }).getAttribute("href");
      expect(href).toStartWith(`${site.url}/portal#token=`);
      const visitor = await browser.open(site);
      await visitor.page.goto(href ?? "");
      await visitor.page.getByText("northwind").first().waitFor();
      await visitor.close();
      await button(page, "Close").first().click();
      await button(page, "Open portal…").click();
      await button(page, "Make the link").waitFor();
    });
  });

  test("is deleted once its id is typed; how far that has come is shown, on a later visit too", async () => {
    await site.call("PUT", "/tenants/leaving", { name: "Leaving" });
    await site.call("POST", "/events", { type: "order.created", tenant: "leaving", data: {} });
    await at("/tenants/leaving", async (page) => {
      // Seconds after the last event the tenant is gone itself, and there is nothing to visit any more.
      standing = systemClock.now();
      const { promise: counted, resolve: count } = Promise.withResolvers<void>();
      await page.route("**/stats?tenant=leaving", (route) => counted.then(() => route.continue()));
      await button(page, "Delete tenant…").click();
      await page.getByLabel("Type leaving to confirm").fill("leaving");
      expect(await button(page, "Delete the tenant").isDisabled()).toBe(true);
      count();
      await button(page, "Delete the tenant").click();
      await page.getByText("1 of 1 done.").waitFor();
      await page.reload();
      await page.getByText("leaving is being deleted.").waitFor();
      expect(await button(page, "Delete tenant…").count()).toBe(0);
    });
  });
});

describe("an API key", () => {
  test("is shown when it is made, works, and is refused once it is deleted", async () => {
    await at("/api-keys/new", async (page) => {
      await page.getByLabel("Name", { exact: true }).fill("Shop");
      await page.getByLabel("events:read", { exact: true }).check();
      await page.getByLabel("Expires", { exact: true }).selectOption("30d");
      await button(page, "Create the key").click();
      const key = (await page.locator(".secret code").textContent()) ?? "";
      await page.getByText(`curl ${site.url}/api/v1/events`).waitFor();
      expect((await ask("/events", key)).status).toBe(200);
      await page.getByRole("link", { name: "I have copied it" }).click();
      await page.getByText("events:write, events:read").waitFor();
      expect(await page.getByText(key).count()).toBe(0);
      await button(page, "Delete the key Shop").click();
      await button(page, "Delete the key").click();
      await page.getByText("No API keys yet").waitFor();
      expect((await ask("/events", key)).status).toBe(401);
    });
  });
});

describe("settings", () => {
  test("are saved one by one, refused beside the field with what was typed, and taken back", async () => {
    await at("/settings", async (page, { expectStatus }) => {
      expectStatus(422);
      const audit = page.getByLabel("Audit log", { exact: true });
      await audit.fill("-3");
      await button(page, "Save").click();
      await page.getByText("must be a whole number from 0 to 36500").waitFor();
      expect(await audit.inputValue()).toBe("-3");
      await audit.fill("90");
      await button(page, "Save").click();
      await button(page, "Reset to default").click();
      await page.getByText("Audit log is back to its default").waitFor();
      await button(page, "Reset to default").waitFor({ state: "hidden" });
      expect(await audit.inputValue()).toBe("400");
    });
  });

  test("that the environment makes are locked and named by their variable", async () => {
    await at("/settings", async (page) => {
      const days = page.getByLabel("Events and attempts", { exact: true });
      expect([await days.isDisabled(), await days.inputValue()]).toEqual([true, "7"]);
      await page.getByText("POSTHORN_RETENTION_DAYS").waitFor();
    });
  });

  test("take a logo, and refuse one that is too large before it is sent", async () => {
    await at("/settings", async (page) => {
      const file = page.getByLabel("Logo", { exact: true }).locator("xpath=self::input");
      const logo = (bytes: number) => ({
        name: "logo.png",
        mimeType: "image/png",
        buffer: Buffer.alloc(bytes, 1),
      });
      await file.setInputFiles(logo(70_000));
      await page.getByText("This file has 70 kB").waitFor();
      await file.setInputFiles({
        ...{ name: "logo.svg", mimeType: "image/svg+xml" },
        buffer: Buffer.from(
          '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8z"/></svg>',
        ),
      });
      await button(page, "Save").click();
      await page.getByText("Logo is saved").waitFor();
    });
    const { body } = await site.call<{ value: string }>("GET", "/settings/logo");
    expect(body.value).toStartWith("data:image/svg+xml;base64,");
  });

  test("send a test mail and tell what came of it", async () => {
    await at("/settings", async (page) => {
      await button(page, "Send a test mail").click();
      await page.getByText("No mail could be sent.").waitFor();
    });
  });
});

describe("those who run it", () => {
  test("see in the audit log what a change made of what", async () => {
    await site.call("PUT", "/tenants/northwind", { name: "Northwind Traders", metadata: { seats: 1 } });
    await at("/audit-log?target=northwind&action=tenant.updated", async (page) => {
      await button(page, "tenant.updated").first().click();
      expect(await page.locator(".changes del bdi").first().textContent()).toBe("Northwind");
      expect(await page.locator(".changes ins bdi").first().textContent()).toBe("Northwind Traders");
    });
  });

  test("download a backup that is a database", async () => {
    await at("/system", async (page) => {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: /^Download a backup/ }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(/^posthorn-.*\.db$/);
      const head = await Bun.file(await download.path())
        .slice(0, 15)
        .text();
      expect(head).toBe("SQLite format 3");
    });
  });

  test("add a user, who then may look but not change, and sign out everywhere", async () => {
    await at("/users", async (page) => {
      await button(page, "Add user").click();
      const dialog = page.getByRole("dialog", { name: "Add user" });
      await dialog.getByLabel("Name", { exact: true }).fill("Vera");
      await dialog.getByLabel("E-mail address").fill("vera@example.com");
      await dialog.getByRole("radio", { name: "Viewer" }).check();
      await dialog.getByLabel("First password", { exact: true }).fill(PASSWORD);
      await dialog.getByRole("button", { name: "Add user" }).click();
      await page.getByText("vera@example.com may sign in now").waitFor();
    });
    const window = await browser.open(site);
    await signIn(window.page, { ...OWNER, email: "vera@example.com", password: PASSWORD }, "/#/settings");
    await window.page.getByText("Owners of this instance may change these").waitFor();
    expect(await window.page.getByLabel("Product name").isDisabled()).toBe(true);
    expect(await window.page.getByRole("link", { name: "Users" }).count()).toBe(0);
    await window.page.goto("/#/account");
    await button(window.page, "Sign out everywhere").click();
    await window.page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
    await window.page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(window.faults).toEqual([]);
    await window.close();
  });

  test("change their own password, with the current one", async () => {
    await makeUser({ call: site.call as never }, "own@example.com", "operator");
    const window = await browser.open(site);
    window.expectStatus(422);
    await signIn(window.page, { ...OWNER, email: "own@example.com", password: PASSWORD }, "/#/account");
    await window.page.getByLabel("Current password", { exact: true }).fill("not mine at all");
    await window.page.getByLabel("New password", { exact: true }).fill("another long password");
    await button(window.page, "Change password").click();
    await window.page.getByText("is not your password").waitFor();
    await window.page.getByLabel("Current password", { exact: true }).fill(PASSWORD);
    await button(window.page, "Change password").click();
    await window.page.getByText("Your password is changed").waitFor();
    expect(window.faults).toEqual([]);
    await window.close();
  });
});
