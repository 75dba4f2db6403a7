/**
 * What is done with a button may take that button away. Then the dialog that is open has the focus, or the title as on a new page,
 * rather than nothing: whoever uses the keyboard goes on from there.
 */
export function keepFocus(): void {
  let last: EventTarget | null = null;
  document.addEventListener("focusin", ({ target }) => {
    last = target;
  });
  // Where somebody has left it by themselves, there is nothing to be kept.
  document.addEventListener("focusout", ({ target }) =>
    queueMicrotask(() => {
      if (target === last && target instanceof Node && target.isConnected) last = null;
    }),
  );
  const observer = new MutationObserver(() => {
    if (!(last instanceof Node) || last.isConnected || document.activeElement !== document.body) return;
    last = null;
    place()?.focus({ preventScroll: true });
  });
  observer.observe(document.body, { childList: true, subtree: true });
}

const place = () =>
  document.querySelector<HTMLElement>("dialog[open] button") ??
  document.querySelector<HTMLElement>("main h1[tabindex]");
