import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import {
  axe,
  enter,
  go as goTo,
  overflowing,
  STORY_MS,
  signIn,
  startBrowser,
  type TestBrowser,
  type Window,
} from "../support/browser.ts";
import { retype } from "../support/retype.ts";
import { type Site, startSite } from "../support/site.ts";
import { makeUser, PASSWORD } from "../support/users.ts";

setDefaultTimeout(STORY_MS);

let site: Site;
let browser: TestBrowser;
let open: Window;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  await site.call("PUT", "/event-types/order.created", { description: "", example: { total: 12.5 } });
  await site.call("POST", "/profiles/orisha/copy", { name: "northwind", title: "Northwind" });
  await site.call("POST", "/profiles/standard/copy", { name: "taken", title: "Taken" });
  await site.call("PUT", "/tenants/acme", { name: "Acme", profile: "taken" });
  open = await browser.open(site);
  await enter(open, site, "/#/profiles");
});
afterAll(async () => {
  await open.close();
  await browser.stop();
  await site.stop();
});

const go = (path: string) => goTo(open.page, path);

test("a profile tells what it means, what it sends and when it tries again", async () => {
  const { page } = open;
  await go("/profiles");
  await page.getByRole("link", { name: "OrderEazi" }).click();
  await page.getByRole("heading", { level: 1, name: "OrderEazi" }).waitFor();
  await page.getByText("POST /webhooks HTTP/1.1").waitFor();
  expect(await page.getByText("With the sweep, on each full minute").count()).toBe(1);
  await page.getByRole("combobox", { name: "Sample event" }).selectOption("order.created");
  await page.getByText('"total": 12.5').waitFor();
  const schedule = page.getByRole("table", { name: "Retry schedule" });
  expect(await schedule.locator("tbody tr").count()).toBe(4);
  await page.getByRole("img", { name: "4 attempts over 3 min" }).waitFor();
  expect(await page.getByRole("button", { name: "Edit" }).count()).toBe(0);
  expect(await axe(page)).toEqual([]);
});

test("a copy gets a name of its own and opens to be changed", async () => {
  const { page, expectStatus } = open;
  await go("/profiles/orki");
  await page.getByRole("button", { name: "Copy…" }).click();
  const dialog = page.getByRole("dialog", { name: "Copy this profile" });
  await dialog.getByLabel("Name").fill("Not A Name");
  expectStatus(422);
  await dialog.getByRole("button", { name: "Make the copy" }).click();
  await dialog.locator(".field-error").waitFor();
  await dialog.getByLabel("Name").fill("my-orki");
  await dialog.getByRole("button", { name: "Make the copy" }).click();
  await page.getByRole("button", { name: "Save" }).waitFor();
  expect((await site.call("GET", "/profiles/my-orki")).body).toMatchObject({ builtin: false });
});

test("what is changed is previewed before it is saved, with a fault at its field", async () => {
  const { page, expectStatus } = open;
  await go("/profiles/northwind?tab=edit");
  await page.getByText("X-Event-Id", { exact: true }).waitFor();
  const value = page.getByRole("combobox", { name: "Value" }).first();
  expectStatus(422);
  await value.fill("{event.nope}");
  await page.getByText("holds the unknown placeholder {event.nope}").waitFor();
  await value.fill("n-{ev");
  await page.getByRole("option", { name: "{event.type}" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(await value.inputValue()).toBe("n-{event.type}");
  await page.getByText("n-order.created", { exact: true }).waitFor();
  await page.getByRole("button", { name: "30 min" }).click();
  await page.getByLabel("Wait", { exact: true }).fill("45");
  await page.getByRole("button", { name: "Change it" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Edit" }).waitFor();
  const { body } = await site.call<{ headers: object; retry: { delays_seconds: number[] } }>(
    "GET",
    "/profiles/northwind",
  );
  expect(body.headers).toMatchObject({ "X-Event-Id": "n-{event.type}" });
  expect(body.retry.delays_seconds.slice(0, 3)).toEqual([5, 300, 2700]);
});

test("form and JSON are two views of the same profile", async () => {
  const { page, expectStatus } = open;
  await go("/profiles/northwind?tab=edit");
  await page.getByLabel("Title").fill("Northwind Two");
  await page.getByRole("radio", { name: "JSON" }).check();
  const editor = page.getByRole("textbox", { name: "The profile as JSON" });
  await editor.waitFor();
  const { builtin, used_by, created, updated, ...profile } = (await site.call("GET", "/profiles/northwind"))
    .body;
  expect({ builtin, used_by, created: typeof created, updated: typeof updated }).toMatchObject({
    builtin: false,
  });
  await retype(editor, "[]");
  await page.getByRole("radio", { name: "Form" }).click();
  await page.getByText("The form cannot show this text").waitFor();
  expectStatus(422);
  await retype(editor, JSON.stringify({ ...profile, title: "Northwind Three", timeout_seconds: 7 }));
  await page.getByRole("radio", { name: "Form" }).click();
  expect(await page.getByLabel("Timeout in seconds").inputValue()).toBe("7");
  expect(await page.getByLabel("Title").inputValue()).toBe("Northwind Three");
  expect(await axe(page)).toEqual([]);
});

test("a profile in use says by whom, and cannot be deleted; another goes", async () => {
  const { page } = open;
  await go("/profiles/taken");
  await page.getByRole("button", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog", { name: "Taken is in use" });
  await dialog.getByText("It belongs to 1 tenant.").waitFor();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await go("/profiles/my-orki");
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete 1 profile" }).click();
  await page.getByRole("heading", { level: 1, name: "Profiles" }).waitFor();
  expect(open.faults).toEqual([]);
});

test("who may only look is offered nothing to change, in the dark and on a phone either", async () => {
  await makeUser({ call: site.call as never }, "viewer@example.com", "viewer");
  const viewing = await browser.open(site, { width: 375, height: 800, scheme: "dark" });
  const { page, faults } = viewing;
  await signIn(
    page,
    { email: "viewer@example.com", password: PASSWORD, name: "" },
    "/#/profiles/northwind?tab=edit",
  );
  await page.getByText("POST /webhooks HTTP/1.1").waitFor();
  expect(await page.getByRole("button", { name: /Save|Edit|Copy…|Delete…/ }).count()).toBe(0);
  expect(await overflowing(page)).toEqual([]);
  expect(await axe(page)).toEqual([]);
  expect(faults).toEqual([]);
  await viewing.close();
});
