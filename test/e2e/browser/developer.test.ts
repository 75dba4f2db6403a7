import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { STORY_MS, startBrowser } from "../../support/browser.ts";
import { emptyFolder, report, startExecutable } from "../../support/executable.ts";
import { type ReceivedRequest, startReceiver } from "../../support/receiver.ts";

setDefaultTimeout(STORY_MS);

/** What somebody does by hand, counted. */
function hands(page: Page) {
  let steps = 0;
  const click = (place: Locator) => {
    steps++;
    return place.click();
  };
  const fill = (label: string, text: string) => {
    steps++;
    return page.getByLabel(label, { exact: true }).fill(text);
  };
  return { click, fill, count: () => steps };
}

/** Runs the copied code on the request by Bun, as a receiver would, and answers what it says of it. */
async function verdict(dir: string, code: string, request: ReceivedRequest, secret: string): Promise<string> {
  const { headers, text: body } = request;
  await Bun.write(join(dir, "verify.ts"), code);
  await Bun.write(join(dir, "request.json"), JSON.stringify({ headers, body, secret }));
  const program = `import * as copied from "./verify.ts";
    const { headers, body, secret } = await Bun.file("request.json").json();
    const of = (text) => copied.verify(Buffer.from(text), new Headers(headers), secret);
    process.stdout.write(JSON.stringify([await of(body), await of(body + " ")]));`;
  await Bun.write(join(dir, "main.ts"), program);
  const child = Bun.spawn([process.execPath, "main.ts"], { cwd: dir, stdout: "pipe", stderr: "inherit" });
  return new Response(child.stdout).text();
}

test("on the first day a developer gets in, sends, sees it arrive and has code that verifies it", async () => {
  using folder = emptyFolder();
  await using receiver = await startReceiver(() => ({ status: 200, body: '{"stored":true}' }));
  await using instance = await startExecutable({ dir: folder.path });
  await using browser = await startBrowser();
  const link = new RegExp(`${instance.url}/#/setup\\?token=[\\w-]+`).exec(instance.log)?.[0] ?? "no link";
  const window = await browser.open(instance);
  const { page, context } = window;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { click, fill, count } = hands(page);
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const startedAt = performance.now();

  await page.goto(link);
  await fill("Your name", "Dana Developer");
  await fill("E-mail address", "dana@example.com");
  await fill("Password", "a good long password");
  await click(button("Create the account"));

  await click(page.getByRole("link", { name: "Register a webhook" }));
  await fill("URL", `${receiver.url}/hooks`);
  await click(page.getByLabel("All event types"));
  await click(button("Register webhook"));
  const secret = (await page.getByText(/^whsec_/).textContent()) ?? "";

  await click(page.getByRole("link", { name: "Send a test event" }));
  await click(button("Send test event"));
  await page.getByText("HTTP 200 OK").waitFor();
  await page.getByText('"stored": true').waitFor();
  const [request] = await receiver.waitFor(1);
  if (!request) throw new Error("nothing arrived");

  await click(page.getByRole("link", { name: "Documentation" }));
  await click(page.getByRole("link", { name: "Is it genuine?" }));
  const code = page.locator("section", { has: page.getByRole("heading", { name: "Is it genuine?" }) });
  await click(code.getByLabel("TypeScript", { exact: true }));
  await click(code.getByRole("button", { name: "Copy" }));
  await code.getByRole("button", { name: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const seconds = (performance.now() - startedAt) / 1000;
  report(`developer's first day: ${count()} steps, ${seconds.toFixed(1)} s of them waiting for Posthorn`);

  expect(await verdict(folder.path, copied, request, secret)).toBe("[true,false]");
  expect(window.faults).toEqual([]);
  expect(count()).toBeLessThanOrEqual(15);
});
