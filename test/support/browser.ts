import { expect } from "bun:test";
import { join } from "node:path";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { OWNER, type Site } from "./site.ts";
import { waitFor } from "./wait-for.ts";

/** How long something may take to show before a test fails. */
const PATIENCE_MS = 30_000;

/** How long a whole story may take: longer than its last step, so that a step that fails says so itself. */
export const STORY_MS = 3 * PATIENCE_MS;

export type View = {
  /** 1280 unless given; 375 is a phone. */
  width?: number;
  height?: number;
  scheme?: "light" | "dark";
  language?: "en" | "ar";
  /** Takes certificates that no authority has signed. */
  isTrusting?: boolean;
};

export type Window = {
  page: Page;
  context: BrowserContext;
  /** What went wrong in the page so far: errors on the console, requests that failed or went elsewhere. */
  faults: string[];
  /** Statuses that the test provokes, and that are no fault then. */
  expectStatus(...statuses: number[]): void;
  close(): Promise<void>;
};

export type TestBrowser = Awaited<ReturnType<typeof startBrowser>>;

/** Real Chromium; each window of it has cookies and storage of its own. Throws `NoBrowser` where none can be started. */
export async function startBrowser() {
  const browser = await launchChromium();

  /** A window onto a site; nothing is open in it yet. */
  async function open(
    site: { url: string },
    { width = 1280, height = 900, ...view }: View = {},
  ): Promise<Window> {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: view.scheme ?? "light",
      reducedMotion: "reduce",
      ignoreHTTPSErrors: view.isTrusting ?? false,
      baseURL: site.url,
    });
    const language = view.language ?? "en";
    await context.addInitScript(remember, language);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const watched = watch(page, site.url);
    return { page, context, ...watched, close: () => context.close() };
  }

  const stop = () => browser.close();
  return { open, stop, [Symbol.asyncDispose]: stop };
}

/** Inside another site's frame Chromium keeps nothing. */
function remember(language: string): void {
  try {
    localStorage.setItem("posthorn.language", language);
  } catch {
    return;
  }
}

function watch(page: Page, origin: string): Pick<Window, "faults" | "expectStatus"> {
  const faults: string[] = [];
  const expected = new Set<number>();
  page.on("console", (message) => {
    const isExpected = [...expected].some((status) => message.text().includes(`status of ${status} `));
    if (["error", "warning"].includes(message.type()) && !isExpected)
      faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`page: ${error.stack ?? error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !url.startsWith("data:")) faults.push(`foreign request: ${url}`);
  });
  page.on("response", (response) => {
    const isFault = response.status() >= 400 && !expected.has(response.status());
    if (isFault) faults.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    if (reason !== "net::ERR_ABORTED") faults.push(`${reason} ${request.url()}`);
  });
  const expectStatus = (...statuses: number[]) => {
    for (const status of statuses) expected.add(status);
  };
  return { faults, expectStatus };
}

/** Opens the page as the owner, who has signed in before. */
export async function enter(
  { page, context }: Window,
  site: Pick<Site, "url" | "ownerCookie">,
  path = "/",
): Promise<void> {
  const [name = "", value = ""] = (await site.ownerCookie()).split("=");
  await context.addCookies([
    { name, value, url: `${site.url}/api/v1/session`, httpOnly: true, sameSite: "Strict" },
  ]);
  await context.addInitScript(() => localStorage.setItem("posthorn.session.admin", "1"));
  await page.goto(path);
  await page.locator(".shell h1").waitFor();
}

/** What happens at a page. */
export type Story = (page: Page, window: Window) => Promise<void>;

/** Signed in as the owner, at a page of the site in a window of its own; fails on whatever went wrong there. */
export async function visit(
  { browser, site }: { browser: TestBrowser; site: Pick<Site, "url" | "ownerCookie"> },
  path: string,
  story: Story,
  view: View = {},
): Promise<void> {
  const window = await browser.open(site, view);
  try {
    await enter(window, site, `/#${path}`);
    await window.page.locator("main h1").waitFor();
    await story(window.page, window);
    expect(window.faults).toEqual([]);
  } finally {
    await window.close();
  }
}

/** Opens the page and signs in by its form, as somebody would. Sign-ins are limited: `enter` is for all that only need one. */
export async function signIn(page: Page, { email, password } = OWNER, path = "/"): Promise<void> {
  await page.goto(path);
  await page.getByLabel(/^(E-mail address|البريد الإلكتروني)$/).fill(email);
  await page.getByLabel(/^(Password|كلمة المرور)$/).fill(password);
  await page.keyboard.press("Enter");
  await page.locator(".shell h1").waitFor();
}

/**
 * Leads the page that is open to another of its addresses, and waits until all of it is there. The title of the page before
 * must not be taken for its own, so it goes on once the page has heard of the new address.
 */
export async function go(page: Page, address: string): Promise<void> {
  await page.evaluate(
    (hash) =>
      new Promise<void>((resolve) => {
        if (location.hash === hash) return resolve();
        addEventListener("hashchange", () => resolve(), { once: true });
        location.hash = hash;
      }),
    `#${address}`,
  );
  await page.locator("main h1").waitFor();
  await settled(page);
}

/** Until it has the focus, which a page moves only after it has drawn. */
export async function expectFocused(place: Locator): Promise<void> {
  await waitFor(
    () => place.evaluate((element) => element === document.activeElement),
    `the focus on ${place}`,
  );
}

/** Until nothing is on its way any more: no skeleton, and fonts and chart are there. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy="true"]') === null);
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".chart-place")].every((place) => place.querySelector("canvas") !== null),
  );
}

type AxeResult = {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
};
type WithAxe = { axe: { run(options: object): Promise<AxeResult> } };

const RULES = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
};

/** What axe finds wrong, as sentences. It comes in by the debugger's protocol, which the page's policy does not stop. */
export async function axe(page: Page): Promise<string[]> {
  const source = await Bun.file(join(import.meta.dir, "../../node_modules/axe-core/axe.min.js")).text();
  await page.evaluate(source);
  const { violations } = await page.evaluate((rules) => (window as unknown as WithAxe).axe.run(rules), RULES);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary = "" }) => `${id}: ${help}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}

/** Whether something is wider than the window, and what. */
export const overflowing = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return right > width + 1 || left < -1;
      })
      .map((element) => element.outerHTML.slice(0, 120));
  });
