import { expect, setDefaultTimeout, test } from "bun:test";
import { STORY_MS } from "../../support/browser.ts";
import { OWNER } from "../../support/site.ts";
import { startStage } from "./stage.ts";

setDefaultTimeout(STORY_MS);

const MOST = 10;

test("somebody who has tried too many passwords is told how long to wait, and keeps what was typed (429)", async () => {
  const stage = await startStage();
  const window = await stage.browser.open(stage);
  const { page } = window;
  const [email, password] = [page.getByLabel("E-mail address"), page.getByLabel("Password", { exact: true })];
  try {
    window.expectStatus(401, 429);
    await page.goto("/");
    await email.fill(OWNER.email);
    for (let count = 0; count <= MOST; count++) {
      await password.fill(`wrong password ${count}`);
      const answered = page.waitForResponse("**/api/v1/session");
      await page.getByRole("button", { name: "Sign in" }).click();
      await answered;
    }
    await page.getByText("Too many requests.").waitFor();
    await page.getByText(/Wait \d+ seconds?, then try again\./).waitFor();
    expect(await email.inputValue()).toBe(OWNER.email);
    expect(await password.inputValue()).toBe(`wrong password ${MOST}`);
    expect(window.faults).toEqual([]);
  } finally {
    await stage.stop();
  }
});
