/** How a page was left: how far it was scrolled, and the row that had the focus, which is the one that was opened. */
type Left = { scroll: number; row: Row | null };
/** Several rows may lead to the same address: `nth` is which of them, `top` is where it stood in the window. */
type Row = { href: string; nth: number; top: number };
type Place = { left: Left | null; lists: Map<string, unknown> };

/** So many are remembered. */
const MOST = 30;

/** By entry of the browser's history, the one that was used last at the end. */
const places = new Map<string, Place>();

function placeOf(entry: string): Place {
  const place = places.get(entry) ?? { left: null, lists: new Map() };
  places.delete(entry);
  places.set(entry, place);
  for (const oldest of [...places.keys()].slice(0, -MOST)) places.delete(oldest);
  return place;
}

/** What a list showed in this entry of the history when it was shown last. */
export const keptList = (entry: string, key: string): unknown => places.get(entry)?.lists.get(key);

/** Remembers what a list shows. */
export const keepList = (entry: string, key: string, list: unknown): void =>
  void placeOf(entry).lists.set(key, list);

/** Remembers how the page is as it is left. */
export function leave(entry: string): void {
  letGo();
  placeOf(entry).left = { scroll: scrollY, row: focusedRow() };
}

/** What one has read is nobody else's: not the next one's who signs in here, nor another tenant's. */
export const forgetPlaces = (): void => places.clear();

let letGo = () => {};

/**
 * Puts the page as it was left and keeps it there while parts of it still come in, until somebody scrolls or presses something.
 * Answers whether it had been left in this entry of the history at all.
 */
export function comeBack(entry: string): boolean {
  const left = places.get(entry)?.left;
  if (!left) return false;
  let isFocused = false;
  hold(() => {
    const row = left.row && elementOf(left.row);
    if (row && !isFocused) row.focus({ preventScroll: true });
    isFocused ||= row !== null;
    scrollTo(0, placeIn(left, row));
  });
  return true;
}

/** Once the row is there, it stands where it stood, whatever has come in above it. */
function placeIn({ scroll, row }: Left, element: HTMLElement | null): number {
  if (scroll === 0 || !row || !element) return scroll;
  return scrollY + element.getBoundingClientRect().top - row.top;
}

const ACTS = ["wheel", "touchmove", "pointerdown", "keydown"];

function hold(align: () => void): void {
  letGo();
  const observer = new ResizeObserver(align);
  const release = () => {
    observer.disconnect();
    for (const act of ACTS) removeEventListener(act, release, true);
  };
  for (const act of ACTS) addEventListener(act, release, { capture: true, passive: true });
  letGo = release;
  align();
  observer.observe(document.body);
}

const rows = () => [...document.querySelectorAll<HTMLElement>("main [data-row]")];
const rowsTo = (href: string) => rows().filter((row) => row.getAttribute("href") === href);

function focusedRow(): Row | null {
  const row = rows().find((one) => one === document.activeElement);
  const href = row?.getAttribute("href");
  if (!row || !href) return null;
  return { href, nth: rowsTo(href).indexOf(row), top: row.getBoundingClientRect().top };
}

const elementOf = ({ href, nth }: Row): HTMLElement | null => rowsTo(href)[nth] ?? null;

/**
 * Takes hold of the first row that can be seen before rows come in above it. What this answers
 * scrolls by as much as it has moved meanwhile. At the top of the page nothing is held, so that the newest are seen.
 */
export function holdRow(): () => void {
  const isSeen = (row: HTMLElement) => row.getBoundingClientRect().top >= 0;
  const row = scrollY === 0 ? undefined : rows().find(isSeen);
  const top = row?.getBoundingClientRect().top ?? 0;
  return () => {
    if (row?.isConnected) scrollBy(0, row.getBoundingClientRect().top - top);
  };
}
