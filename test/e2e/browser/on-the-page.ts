import type { Page } from "playwright-core";

/** What there is of the hostile text that is not text. */
export const alive = (page: Page): Promise<string[]> =>
  page.evaluate(() => [
    ...("ran" in window ? ["it ran"] : []),
    ...[...document.querySelectorAll("main img, main script, main b")].map(({ outerHTML }) => outerHTML),
  ]);

/** Text that runs out of its panel, where nothing says that it goes on: neither dots nor something to scroll. */
export const cut = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isHeld = (element: Element) => {
      const { overflowX, textOverflow, webkitLineClamp } = getComputedStyle(element);
      return /auto|scroll/.test(overflowX) || textOverflow === "ellipsis" || webkitLineClamp !== "none";
    };
    const within = (from: Element, panel: Element): Element[] =>
      from === panel || !from.parentElement ? [] : [from, ...within(from.parentElement, panel)];
    const runsOut = (text: Node, panel: Element) => {
      const range = document.createRange();
      range.selectNodeContents(text);
      const { left, right, width } = range.getBoundingClientRect();
      const edge = panel.getBoundingClientRect();
      return width > 0 && (right > edge.right + 1 || left < edge.left - 1);
    };
    return [...document.querySelectorAll("main .panel *:not(.sr-only, thead *, option)")]
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const panel = element.closest(".panel");
        const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
        return panel && texts.some((text) => runsOut(text, panel)) && !within(element, panel).some(isHeld);
      })
      .map((element) => `runs out of its panel: ${element.outerHTML.slice(0, 120)}`);
  });
