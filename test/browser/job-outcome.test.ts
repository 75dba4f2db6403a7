import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { axe, enter, go, STORY_MS, startBrowser, type TestBrowser, type Window } from "../support/browser.ts";
import { type Receiver, startReceiver } from "../support/receiver.ts";
import { type Site, startSite } from "../support/site.ts";
import { waitFor } from "../support/wait-for.ts";

setDefaultTimeout(STORY_MS);

let site: Site;
let browser: TestBrowser;
let open: Window;
let receiver: Receiver;

beforeAll(async () => {
  [site, browser, receiver] = await Promise.all([startSite(), startBrowser(), startReceiver()]);
  open = await browser.open(site);
  await enter(open, site, "/#/system");
});
afterAll(async () => {
  await open.close();
  await browser.stop();
  await site.stop();
  await receiver.stop();
});

test("a job tells what came of its deliveries, and leads to the list of these", async () => {
  receiver.reply(410);
  const webhook = await site.call<{ id: string }>("POST", "/webhooks", {
    url: receiver.url,
    event_types: ["*"],
  });
  await site.call("POST", "/events", { type: "order.paid", data: {} });
  type Listed = { data: { status: string }[] };
  const failed = () => site.call<Listed>("GET", "/deliveries?status=failed");
  await waitFor(async () => (await failed()).body.data.length === 1, "the failure");
  receiver.reply(200);
  await site.call("PATCH", `/webhooks/${webhook.body.id}`, { status: "active" });
  await site.call("POST", "/deliveries/retry", { filter: { status: "failed" } });
  await waitFor(async () => (await failed()).body.data.length === 0, "the delivery");
  const { page, faults } = open;
  await go(page, "/deliveries");
  await go(page, "/system");
  await page.getByRole("link", { name: "1 delivered" }).click();
  await page.getByRole("heading", { level: 1, name: "Deliveries" }).waitFor();
  await page.getByText("order.paid").first().waitFor();
  expect(page.url()).toContain("status=succeeded");
  expect(await axe(page)).toEqual([]);
  expect(faults).toEqual([]);
});
