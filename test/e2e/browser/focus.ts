import type { Page } from "playwright-core";

export type Focused = {
  /** What it is, with its words: `a order.paid`. */
  what: string;
  /** Whether it is in the window, and marked as having the focus. */
  isSeen: boolean;
};

/** What has the focus. The title takes it when a page opens, and needs no mark: nothing can be done with it. */
export const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body)
      return { what: "nothing", isSeen: false };
    const { top, bottom, width } = element.getBoundingClientRect();
    const isInside = width > 0 && bottom > 0 && top < innerHeight;
    const rings = [element, ...element.querySelectorAll("*"), element.closest("tr, label, div") ?? element];
    const isMarked = rings.some((one) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
    });
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40);
    const tag = element.tagName.toLowerCase();
    return { what: `${tag} ${words}`.trim(), isSeen: isInside && (isMarked || tag === "h1") };
  });

/** Presses Tab until what has the focus has these words. Throws when it does not come. */
export async function tabTo(page: Page, words: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let count = 0; count < MOST; count++) {
    await page.keyboard.press("Tab");
    const { what, isSeen } = await focused(page);
    if (!isSeen) throw new Error(`the focus is not to be seen: ${what}, after ${passed.join(", ")}`);
    passed.push(what);
    if (typeof words === "string" ? what.includes(words) : words.test(what)) return;
  }
  throw new Error(`Tab never came to ${words}: ${passed.join(", ")}`);
}

const MOST = 60;
