import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import {
  axe,
  enter,
  go as goTo,
  STORY_MS,
  startBrowser,
  type TestBrowser,
  type Window,
} from "../support/browser.ts";
import { retype } from "../support/retype.ts";
import { type Site, startSite } from "../support/site.ts";
import { expectSoon } from "../support/wait-for.ts";

const HOSTILE = `<img src=x onerror="document.title='run'"> \u202egnirts ${"x".repeat(280)}`;
const SCHEMA = { type: "object", properties: { total: { type: "number" } }, required: ["total"] };

setDefaultTimeout(STORY_MS);

let site: Site;
let browser: TestBrowser;
let open: Window;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
  await site.call("PUT", "/event-types/order.created", {
    description: HOSTILE,
    group: "Orders",
    schema: SCHEMA,
    example: { total: 1.5 },
  });
  await site.call("PUT", "/event-types/order.address.changed", {
    description: "An address changed.",
    deprecated: true,
  });
  await site.call("POST", "/events", { type: "cart.abandoned", data: {} });
  open = await browser.open(site);
  await enter(open, site, "/#/event-types");
});
afterAll(async () => {
  await open.close();
  await browser.stop();
  await site.stop();
});

const go = (path: string) => goTo(open.page, path);

test("the catalogue is a tree that search narrows and keys move through, and hostile text stays text", async () => {
  const { page, faults } = open;
  await go("/event-types");
  const tree = page.getByRole("table", { name: "Event types", exact: true });
  await tree.getByRole("button", { name: "order 2" }).click();
  expect(await tree.getByRole("link", { name: "order.created" }).count()).toBe(0);
  await tree.getByRole("button", { name: "order 2" }).click();
  expect(await tree.getByText("<img src=x").count()).toBe(1);
  expect(await tree.locator("img").count()).toBe(0);
  expect(await axe(page)).toEqual([]);
  await page.keyboard.press("/");
  await page.keyboard.type("address");
  await page.keyboard.press("Enter");
  await expectSoon(() => tree.locator("[data-row]").allInnerTexts(), ["order.address.changed"]);
  await tree.getByText("Deprecated").waitFor();
  await page.keyboard.press("Tab");
  await page.locator("h1").evaluate((heading: HTMLElement) => heading.focus());
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "order.address.changed" }).waitFor();
  expect(faults).toEqual([]);
});

test("a type that is only seen in events is flagged and can be declared", async () => {
  const { page } = open;
  await go("/event-types");
  await page.getByText("1 event type is seen in events, but not declared.").waitFor();
  await page.getByRole("link", { name: "Declare it" }).click();
  await page.getByLabel("Description").fill("A cart was left.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Declared", { exact: true }).waitFor();
  const { body } = await site.call("GET", "/event-types/cart.abandoned");
  expect(body).toMatchObject({ status: "declared", description: "A cart was left." });
});

test("what the server finds wrong in a schema is marked in the editor, and nothing typed is lost", async () => {
  const { page, expectStatus } = open;
  await go("/event-types/order.created?edit=1");
  const schema = page.getByRole("textbox", { name: "Schema" });
  await schema.waitFor();
  await retype(schema, '{ "type": "nonsense" }');
  expectStatus(422);
  await page.getByRole("button", { name: "Save" }).click();
  const field = page.locator(".field", { has: page.locator("label", { hasText: /^Schema$/ }) });
  await field.locator(".field-error").waitFor();
  await page.locator(".editor .cm-lintRange-error").first().waitFor();
  expect(await schema.textContent()).toContain("nonsense");
  await retype(schema, JSON.stringify(SCHEMA));
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Example" }).waitFor();
});

test("numbers keep the digits that they were written with", async () => {
  const { page } = open;
  await go("/event-types/order.created?edit=1");
  const example = page.getByRole("textbox", { name: "Example" });
  await example.waitFor();
  await retype(example, '{"total": 1.50, "order": 12345678901234567890}');
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("12345678901234567890").waitFor();
  expect(await page.getByRole("region", { name: "Example as JSON" }).textContent()).toContain("1.50");
});

test("a type can be for some tenants only", async () => {
  const { page } = open;
  await go("/event-types/order.created?edit=1");
  await page.getByRole("button", { name: "Add a tenant" }).click();
  await page.getByLabel("Tenant 1").fill("acme");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("only for").waitFor();
  const { body } = await site.call("GET", "/event-types/order.created");
  expect(body).toMatchObject({ tenants: ["acme"], schema: SCHEMA });
});

test("undeclared types stand behind the declared ones and are deleted together, once one has seen how many", async () => {
  const { page } = open;
  for (const type of ["typo.one", "typo.two", "typo.three"])
    await site.call("POST", "/events", { type, data: {} });
  await go("/");
  await go("/event-types");
  const undeclared = page.getByRole("table", { name: "Undeclared event types" });
  await undeclared.getByRole("link", { name: "typo.one" }).waitFor();
  await page.getByRole("button", { name: "Delete undeclared…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete undeclared event types?" });
  await dialog.getByText("3 event types will be deleted.").waitFor();
  await dialog.getByLabel("Which").selectOption("7");
  await dialog.getByText("0 event types will be deleted.").waitFor();
  expect(await axe(page)).toEqual([]);
  await dialog.getByLabel("Which").selectOption("");
  await dialog.getByRole("button", { name: "Delete 3 event types" }).click();
  await undeclared.waitFor({ state: "detached" });
  expect(await page.getByRole("table", { name: "Event types", exact: true }).count()).toBe(1);
  const { body } = await site.call<{ undeclared: number }>("GET", "/event-types");
  expect(body.undeclared).toBe(0);
});

test("an import tells what it would do before it is done", async () => {
  const { page } = open;
  await go("/event-types");
  await page.getByRole("button", { name: "Import…" }).click();
  const dialog = page.getByRole("dialog", { name: "Import event types" });
  await dialog
    .getByRole("textbox", { name: "Document" })
    .fill(
      "openapi: 3.1.0\nwebhooks:\n  stock.updated:\n    post:\n      description: Stock changed\n      requestBody: {content: {application/json: {schema: {type: object}}}}\n",
    );
  await dialog.getByRole("button", { name: "Check" }).click();
  await dialog.getByText("1 is new").waitFor();
  expect(await dialog.getByText("stock.updated", { exact: true }).count()).toBe(1);
  expect(await axe(page)).toEqual([]);
  const known = () => site.call<{ data: { name: string }[] }>("GET", "/event-types?q=stock");
  expect((await known()).body.data).toEqual([]);
  await dialog.getByRole("button", { name: "Import 1 event type" }).click();
  await page.getByRole("link", { name: "stock.updated" }).waitFor();
  expect((await known()).body.data).toHaveLength(1);
});

test("the catalogue can be kept as an OpenAPI document", async () => {
  const { page } = open;
  await go("/event-types");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download OpenAPI" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("event-types.openapi.json");
  const document = JSON.parse(await Bun.file(await download.path()).text());
  expect(Object.keys(document.webhooks)).toContain("order.created");
});

test("deleting names what happens and takes the type out", async () => {
  const { page } = open;
  await go("/event-types/order.address.changed");
  await page.getByRole("button", { name: "Delete…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete order.address.changed?" });
  await dialog.getByRole("button", { name: "Delete 1 event type" }).click();
  await page.getByRole("heading", { level: 1, name: "Event types" }).waitFor();
  await expect(site.call("GET", "/event-types/order.address.changed")).rejects.toThrow("404");
  expect(open.faults).toEqual([]);
});
