import { signal } from "@preact/signals";
import { navigate } from "./location.ts";
import { navigation } from "./navigation.ts";

export const isHelpOpen = signal(false);

/** How long a `g` waits for its letter. */
const CHORD_MS = 1500;
let chordUntil = 0;

const destinations = new Map(
  navigation.flatMap(({ entries }) => entries).map(({ key, path }): [string, string] => [key, path]),
);

const keys: Record<string, (event: KeyboardEvent) => void> = {
  "/": (event) => focusSearch(event),
  "?": () => {
    isHelpOpen.value = true;
  },
  j: () => moveRow(1),
  k: () => moveRow(-1),
  g: (event) => {
    chordUntil = event.timeStamp + CHORD_MS;
  },
};

/** Listens for the keys of the whole page; not while somebody types or a dialog is open. */
export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const destination = event.timeStamp < chordUntil ? destinations.get(event.key) : undefined;
    chordUntil = 0;
    if (destination === undefined) return keys[event.key]?.(event);
    event.preventDefault();
    navigate(destination);
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.shadowRoot !== null || target.matches(TYPED);
}

/** A ticked box or a chosen option keeps the focus, yet nobody types into it. */
const TYPED = "input:not([type=checkbox], [type=radio]), select, textarea";

function focusSearch(event: KeyboardEvent): void {
  const field = document.querySelector<HTMLInputElement>("main input[type=search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
}

/** Rows of all tables of the page, in their order; each has one element that stands for it. */
function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("main [data-row]")];
  const current = rows.indexOf(document.activeElement as HTMLElement);
  const next = current === -1 ? (step === 1 ? 0 : rows.length - 1) : current + step;
  rows[next]?.focus();
}
