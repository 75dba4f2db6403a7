import type { Act } from "./pictures.ts";

const press =
  (key: Parameters<Parameters<Act>[1]>[0]): Act =>
  (page, say) =>
    page
      .locator("main")
      .getByRole("button", { name: say(key) })
      .first()
      .click();

/** Until the dialog on top has counted what it would do. */
const counted: Act = async (page) => {
  await page.locator("dialog[open]").waitFor();
  await page.waitForFunction(() => document.querySelector("dialog[open] .skeleton") === null);
};

/** What is done before a picture is taken. */
export const acts = {
  exportDeliveries: async (page, say, world) => {
    await press("deliveries.export")(page, say, world);
    await counted(page, say, world);
  },
  cancelDeliveries: async (page, say, world) => {
    await press("deliveries.cancel")(page, say, world);
    await counted(page, say, world);
  },
  tickRows: async (page) => {
    const boxes = page.locator("main tbody input[type=checkbox]");
    await boxes.nth(1).click();
    await boxes.nth(3).click({ modifiers: ["Shift"] });
  },
  refusedUrl: async (page) => {
    await page
      .locator('main input[placeholder^="https://"]')
      .first()
      .fill("http://169.254.169.254/latest/meta-data");
    await page.locator("main .field-error, main .field-warning").first().waitFor();
    await page.locator("main button.primary").last().click();
  },
  recover: async (page, say, world) => {
    await press("webhook.recover")(page, say, world);
    await counted(page, say, world);
  },
  deleteWebhook: async (page, say, world) => {
    await page.locator("main button.danger").first().click();
    await counted(page, say, world);
  },
  showSecret: async (page) => {
    await page.locator("main .try-line button").first().click();
  },
  live: async (page, _, { site }) => {
    await page.waitForTimeout(500);
    const events = ["northwind", "greenleaf"].map((tenant) => ({
      type: "stock.recounted",
      tenant,
      data: { counted: 41 },
    }));
    for (let count = 0; count < 8; count++) await site.call("POST", "/events/batch", { events });
    await page.locator("main tbody tr").nth(8).waitFor();
  },
  importTypes: press("event_types.import"),
  deleteTenant: async (page, say, world) => {
    await press("tenants.delete")(page, say, world);
    await counted(page, say, world);
  },
  makeKey: async (page) => {
    await page.locator("main input").first().fill("Warehouse import");
    await page.locator("main input[type=checkbox]").nth(1).check();
    await page.locator("main button.primary").last().click();
    await page.waitForFunction(() => document.querySelector("main form") === null);
  },
  help: (page) => page.keyboard.press("?"),
  wrongPassword: async (page) => {
    await page.locator("input[type=email]").fill("ops@example.com");
    await page.locator("input[type=password]").fill("not the password");
    await page.keyboard.press("Enter");
    await page.locator("[role=alert]:not(:empty)").first().waitFor();
  },
  serverAway: async (page) => {
    await page.route("**/api/**", (route) => route.abort());
    await page.evaluate(() => {
      location.hash = "#/account";
    });
    await page.waitForTimeout(300);
    await page.goBack();
    await page.waitForTimeout(600);
    await page.unroute("**/api/**");
  },
  closedPortal: async (page) => {
    await page.goto("/portal#token=spent");
    await page.locator("h1").waitFor();
  },
} satisfies Record<string, Act>;
