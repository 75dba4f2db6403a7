import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { axe, go, overflowing, STORY_MS, type View, type Window } from "../support/browser.ts";
import { portalLink } from "../support/portal.ts";
import { expectText, startTraffic, type Traffic } from "../support/traffic.ts";
import { waitFor } from "../support/wait-for.ts";

setDefaultTimeout(STORY_MS);

const EVENTS = 5;
let traffic: Traffic;

type Found = { data: { id: string; status: string; attempt_count: number }[] };

beforeAll(async () => {
  traffic = await startTraffic();
});
afterAll(() => traffic.stop());

const deliveriesOf = async (tenant: string) =>
  (await traffic.site.call<Found>("GET", `/deliveries?tenant=${tenant}`)).body.data;

/** A tenant of its own for each story, whose receiver fails, with deliveries that have all been tried once. */
async function retrying(tenant: string): Promise<string> {
  const { site, receiver } = traffic;
  await site.call("PUT", `/tenants/${tenant}`, { name: tenant });
  const fields = { tenant, url: `${receiver.url}/of-${tenant}`, event_types: ["sale.*"] };
  const { body } = await site.call<{ id: string }>("POST", "/webhooks", fields);
  for (let count = 0; count < EVENTS; count++)
    await site.call("POST", "/events", { tenant, type: "sale.made", data: { count } });
  await waitFor(async () => {
    const made = await deliveriesOf(tenant);
    return made.length === EVENTS && made.every(({ attempt_count: count }) => count > 0);
  }, "an attempt of each");
  return body.id;
}

/** Opens the portal of a tenant in a window of its own. */
async function inPortal(
  tenant: string,
  { fields = {}, ...view }: View & { fields?: Record<string, unknown> },
  story: (window: Window) => Promise<void>,
): Promise<void> {
  const window = await traffic.browser.open(traffic.site, view);
  try {
    await window.page.goto((await portalLink(traffic.site, tenant, fields)).url);
    await window.page.locator("h1").waitFor();
    await story(window);
    expect(window.faults).toEqual([]);
  } finally {
    await window.close();
  }
}

const rows = (page: Page) => page.locator("main tbody tr.linked");
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const status = (page: Page) => page.getByLabel("Status", { exact: true });
const bar = (page: Page) => page.getByRole("region", { name: "Selected rows" });
const dialog = (page: Page) => page.getByRole("dialog");

describe("filters", () => {
  test("show a failing webhook's retrying deliveries as failures, and say so in each row", async () => {
    const id = await retrying("failing");
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, `/webhooks/${id}`);
      await rows(page).first().waitFor();
      await status(page).selectOption("failure");
      await waitFor(async () => (await rows(page).count()) === EVENTS, "all are failures");
      await expectText(rows(page).first(), "Retrying");
      await status(page).selectOption("success");
      await page.getByText("Nothing matches these filters").waitFor();
      await status(page).selectOption("retrying");
      await waitFor(async () => (await rows(page).count()) === EVENTS, "and are being retried");
    });
  });

  test("that are less used are behind a button, kept in the address, and there again on reload and back", async () => {
    await retrying("address");
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, "/deliveries?tenant=address");
      await rows(page).first().waitFor();
      expect(await page.getByLabel("Status code").count()).toBe(0);
      await button(page, "More filters").click();
      await page.getByLabel("Status code").fill("5XX");
      await page.keyboard.press("Enter");
      await page.getByLabel("Outcome of the last attempt").selectOption("http_error");
      await page.getByLabel("Attempts").selectOption("1");
      await button(page, "More filters (3)").waitFor();
      await waitFor(async () => (await rows(page).count()) === EVENTS, "all match");
      for (const part of ["status_code=5xx", "outcome=http_error", "min_attempts=1"])
        expect(page.url()).toContain(part);
      expect(await axe(page)).toEqual([]);
      await page.reload();
      await rows(page).first().waitFor();
      expect(await page.getByLabel("Status code").inputValue()).toBe("5xx");
      await rows(page).first().locator(".row-link").click();
      await button(page, "Retry now").waitFor();
      await page.goBack();
      await rows(page).first().waitFor();
      expect(await page.getByLabel("Attempts").inputValue()).toBe("1");
      await page.getByLabel("Attempts").selectOption("2");
      await page.getByText("Nothing matches these filters").waitFor();
    });
  });

  test("of an address that nobody can choose say what is wrong, and leave the page as it is", async () => {
    await traffic.inWindow({}, async ({ page, expectStatus }) => {
      expectStatus(422);
      await go(page, "/deliveries?status_code=9zz");
      await page.getByRole("alert").filter({ hasText: "status_code" }).first().waitFor();
      await go(page, "/deliveries?status=nonsense&tenant=address");
      await rows(page).first().waitFor();
    });
  });
});

describe("all that a filter selects", () => {
  test("is cancelled after it was counted, retrying deliveries included", async () => {
    await retrying("cancelled");
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, "/deliveries?tenant=cancelled&status=retrying");
      await button(page, "Cancel…").click();
      await expectText(dialog(page), `${EVENTS} deliveries match`);
      await expectText(dialog(page), "Status: Retrying");
      expect(await axe(page)).toEqual([]);
      await button(page, "Keep them").click();
      expect((await deliveriesOf("cancelled")).every((one) => one.status === "pending")).toBe(true);
      await button(page, "Cancel…").click();
      await button(page, `Cancel ${EVENTS} deliveries`).click();
      await page.getByText("Done.", { exact: true }).waitFor();
      await page.getByText("Nothing matches these filters").waitFor();
      expect((await deliveriesOf("cancelled")).every((one) => one.status === "cancelled")).toBe(true);
      await status(page).selectOption("cancelled");
      await button(page, "Retry…").waitFor();
      expect(await button(page, "Cancel…").count()).toBe(0);
    });
  });

  test.each(["CSV, for spreadsheets", "NDJSON, one JSON object per line"])(
    "is downloaded as %s",
    async (format) => {
      const tenant = format.startsWith("CSV") ? "csv" : "ndjson";
      await retrying(tenant);
      await traffic.inWindow({}, async ({ page }) => {
        await go(page, `/deliveries?tenant=${tenant}&status=failure`);
        await button(page, "Export…").click();
        await page.getByText(format).click();
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page.getByRole("link", { name: `Download ${EVENTS} deliveries` }).click(),
        ]);
        expect(download.suggestedFilename()).toEndWith(`.${tenant}`);
        const lines = (await Bun.file(await download.path()).text()).trim().split("\n");
        expect(lines).toHaveLength(tenant === "csv" ? EVENTS + 1 : EVENTS);
        for (const { id } of await deliveriesOf(tenant))
          expect(lines.filter((line) => line.includes(id))).toHaveLength(1);
        await dialog(page).waitFor({ state: "hidden" });
      });
    },
  );
});

describe("rows", () => {
  test("are ticked by mouse, a range with Shift, all by the box above, and cancelled together", async () => {
    await retrying("ticked");
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, "/deliveries?tenant=ticked");
      await rows(page).first().waitFor();
      const box = (row: number) => rows(page).nth(row).getByRole("checkbox");
      await box(0).click();
      await expectText(bar(page), "1 selected");
      await box(2).click({ modifiers: ["Shift"] });
      await expectText(bar(page), "3 selected");
      expect(page.url()).toContain("/deliveries?tenant=ticked");
      const all = page.getByRole("checkbox", { name: "Select all loaded rows" });
      expect(await all.evaluate((input: HTMLInputElement) => input.indeterminate)).toBe(true);
      await all.click();
      await expectText(bar(page), `${EVENTS} selected`);
      expect(await axe(page)).toEqual([]);
      await box(4).click();
      await box(3).click();
      await bar(page).getByRole("button", { name: "Cancel…" }).click();
      await expectText(dialog(page), "3 of 3 selected deliveries");
      await button(page, "Cancel 3 deliveries").click();
      await page.getByText("Done.", { exact: true }).waitFor();
      await waitFor(async () => !(await bar(page).isVisible()), "nothing is selected any more");
      const kinds = (await deliveriesOf("ticked")).map((one) => one.status);
      expect(kinds).toEqual(["cancelled", "cancelled", "cancelled", "pending", "pending"]);
      await box(0).click();
      await status(page).selectOption("cancelled");
      await waitFor(async () => !(await bar(page).isVisible()), "another list has nothing ticked");
    });
  });

  test("are ticked with x and retried together with r, by the keyboard alone", async () => {
    const id = await retrying("keys");
    const { length: before } = traffic.receiver.requests;
    await traffic.inWindow({}, async ({ page }) => {
      await go(page, `/webhooks/${id}`);
      await rows(page).first().waitFor();
      for (const key of ["j", "x", "j", "j", "Shift+X"]) await page.keyboard.press(key);
      await expectText(bar(page), "3 selected");
      await page.keyboard.press("x");
      await expectText(bar(page), "2 selected");
      await page.keyboard.press("r");
      await button(page, "Retry 2 deliveries").waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await page.getByText("Done.", { exact: true }).waitFor();
      await traffic.receiver.waitFor(before + 2);
    });
  });

  test("that are ticked are the only ones in the file", async () => {
    await retrying("some");
    await inPortal("some", {}, async ({ page }) => {
      await go(page, "/deliveries");
      await rows(page).nth(1).getByRole("checkbox").click();
      await bar(page).getByRole("button", { name: "Export…" }).click();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("link", { name: "Download 1 delivery" }).click(),
      ]);
      const lines = (await Bun.file(await download.path()).text()).trim().split("\n");
      expect(lines).toHaveLength(2);
      expect(lines[1]).toContain((await deliveriesOf("some"))[1]?.id ?? "none");
    });
  });

  test("of a portal that is read only have no boxes, and what is listed can still be exported", async () => {
    await retrying("reader");
    await inPortal("reader", { fields: { read_only: true } }, async ({ page }) => {
      await go(page, "/deliveries");
      await rows(page).first().waitFor();
      expect(await page.getByRole("checkbox").count()).toBe(0);
      expect(await button(page, "Retry…").count()).toBe(0);
      await button(page, "Export…").click();
      await expectText(dialog(page), `${EVENTS} deliveries match`);
    });
  });

  test("are ticked on a phone too, from right to left", async () => {
    await retrying("phone");
    await inPortal("phone", { width: 375, language: "ar" }, async ({ page }) => {
      await go(page, "/deliveries");
      await rows(page).nth(1).getByRole("checkbox").click();
      await page.getByRole("region", { name: "الصفوف المحددة" }).waitFor();
      expect(await overflowing(page)).toEqual([]);
      expect(await axe(page)).toEqual([]);
      await page.getByRole("button", { name: /^تحديد الصفوف المحمَّلة كلها/ }).click();
      await page.getByText(/5.* صفوف محددة/).waitFor();
    });
  });
});
