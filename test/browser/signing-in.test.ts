import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { go, STORY_MS, signIn } from "../support/browser.ts";
import { type Pages, startPages } from "../support/pages.ts";
import { OWNER } from "../support/site.ts";

setDefaultTimeout(STORY_MS);

let pages: Pages;

beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages.stop());

describe("signing in", () => {
  test("with a wrong password says so, and keeps the address", async () => {
    await pages.inWindow({}, async ({ page, expectStatus }) => {
      expectStatus(401);
      await page.goto("/");
      await page.getByLabel("E-mail address").fill(OWNER.email);
      await page.getByLabel("Password", { exact: true }).fill("not the password");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("The address or the password is wrong.").waitFor();
      expect(await page.getByLabel("E-mail address").inputValue()).toBe(OWNER.email);
    });
  });

  test("lasts over a reload, and ends by signing out", async () => {
    await pages.inWindow({}, async ({ page }) => {
      await signIn(page);
      await page.reload();
      await page.getByRole("heading", { name: "Overview", level: 1 }).waitFor();
      await page.getByText(OWNER.email).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      await page.reload();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
    });
  });

  test("is asked for over the page when the session has ended, which loses nothing that was typed", async () => {
    await pages.inWindow({}, async ({ page, context, expectStatus }) => {
      expectStatus(401);
      await signIn(page);
      await go(page, "/webhooks");
      await context.clearCookies();
      await page.getByRole("searchbox").fill("north");
      const dialog = page.getByRole("dialog", { name: "Sign in again" });
      await dialog.getByLabel("E-mail address").fill(OWNER.email);
      await dialog.getByLabel("Password", { exact: true }).fill(OWNER.password);
      await page.keyboard.press("Enter");
      await dialog.waitFor({ state: "hidden" });
      expect(await page.getByRole("searchbox").inputValue()).toBe("north");
      await page.waitForFunction(() => document.querySelectorAll("tbody tr.linked").length === 1);
    });
  });
});
