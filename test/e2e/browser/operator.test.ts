import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { STORY_MS } from "../../support/browser.ts";
import { report } from "../../support/executable.ts";
import { inShell } from "../../support/shell.ts";
import { waitFor } from "../../support/wait-for.ts";
import { makeStrictProfile, type Stage, startStage } from "./stage.ts";

setDefaultTimeout(STORY_MS);

const MISSED = 43;
let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
  await makeStrictProfile(stage);
});
afterAll(() => stage.stop());

type Health = { health: { state: string; consecutive_failures: number } };

/** Three customers; the receiver of one of them has stopped to take what it is sent. Answers the ids of its events. */
async function customersOfWhichOneFails(): Promise<string[]> {
  const { call, receiver } = stage;
  receiver.reply(({ path }) =>
    path === "/northwind" ? { status: 503, body: '{"error":"the disk is full"}' } : 200,
  );
  const webhooks = new Map<string, string>();
  for (const tenant of ["contoso", "northwind", "fabrikam"]) {
    const fields = { tenant, url: `${receiver.url}/${tenant}`, event_types: ["order.*"], profile: "strict" };
    webhooks.set(tenant, (await call<{ id: string }>("POST", "/webhooks", fields)).body.id);
  }
  const ids = Array.from({ length: MISSED }, (_, order) => `northwind-${order}`);
  const events = ids.map((id, order) => ({ id, tenant: "northwind", type: "order.paid", data: { order } }));
  const others = ["contoso", "fabrikam"].map((tenant) => ({ tenant, type: "order.paid", data: {} }));
  await call("POST", "/events/batch", { events: [...others, ...events] });
  await waitFor(async () => {
    const { body } = await call<Health>("GET", `/webhooks/${webhooks.get("northwind")}`);
    return body.health.consecutive_failures === MISSED;
  });
  return ids;
}

const arrivedAt = (path: string) => stage.receiver.requests.filter((request) => request.path === path);

test("at 3 a.m. two clicks lead to why a customer gets nothing, and all that was missed arrives once it is mended", async () => {
  const missed = await customersOfWhichOneFails();
  const startedAt = performance.now();
  await stage.inWindow({}, async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    const attention = page.getByRole("table", { name: "Needs attention" });
    await attention.getByText("northwind", { exact: true }).waitFor();
    expect(await attention.locator("tbody tr").count()).toBe(1);

    await attention.locator("tbody tr").click();
    await page.getByText(/^Nothing has been delivered since (\d+ \w+, )?\d\d:\d\d\.$/).waitFor();
    await page.getByText("The receiver answered HTTP 503 Service Unavailable.").waitFor();
    const attempts = page.getByRole("table", { name: "Deliveries" }).locator("tbody tr");
    await attempts.nth(MISSED - 1).waitFor();
    expect(await attempts.first().textContent()).toContain("Failed");

    await page.getByRole("link", { name: "See the last attempt" }).click();
    await page.getByText("The receiver is overloaded or in maintenance.").waitFor();
    const body = (await page.getByRole("region", { name: "Request body" }).textContent()) ?? "";
    const event = JSON.parse(body) as { id: string; type: string };
    expect(missed).toContain(event.id);
    expect(await page.getByRole("region", { name: "Answer body" }).textContent()).toContain(
      "the disk is full",
    );

    await page.getByRole("button", { name: "Copy as cURL" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    expect(await inShell(command)).toBe('{"error":"the disk is full"}');
    const [original] = arrivedAt("/northwind").filter(({ text }) => JSON.parse(text).id === event.id);
    expect(arrivedAt("/northwind").at(-1)?.text).toBe(original?.text ?? "");

    stage.receiver.reply(200);
    const before = arrivedAt("/northwind").length;
    await page
      .getByRole("list")
      .getByRole("link", { name: /northwind$/ })
      .click();
    await page.getByRole("button", { name: "Recover…" }).click();
    await page.getByText(`${MISSED} events will be sent.`).waitFor();
    expect(arrivedAt("/northwind")).toHaveLength(before);

    await page.getByRole("button", { name: `Recover ${MISSED} events` }).click();
    await page.getByText(`${MISSED} of ${MISSED} done.`).waitFor();
    await waitFor(() => arrivedAt("/northwind").length === before + MISSED, "all that was missed");
    const arrived = arrivedAt("/northwind")
      .slice(before)
      .map(({ text }) => JSON.parse(text).id);
    expect(arrived.sort()).toEqual(missed.sort());
    await page.getByText("Healthy").waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await page.getByText("Every webhook is well").waitFor();
  });
  report(
    `operator at 3 a.m.: ${((performance.now() - startedAt) / 1000).toFixed(1)} s from overview to recovered`,
  );
});
