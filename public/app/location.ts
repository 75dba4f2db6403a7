import { batch, computed, signal } from "@preact/signals";
import { leave } from "./places.ts";

/** The address within the page: all that stands after the #, so that it works under any path, from a file server too. */
const hash = signal(location.hash);

type Entry = { entry: string; from?: string };

let count = 0;
/** Of several visits of one tab each has a time of its own. */
const newEntry = () => `${performance.timeOrigin}-${++count}`;

function readEntry(): string {
  const known = (history.state as Entry | null)?.entry;
  if (known !== undefined) return known;
  const entry = newEntry();
  history.replaceState({ entry } satisfies Entry, "");
  return entry;
}

/** Names the step of the browser's history that is shown: Back comes to the same again, a link to a new one. */
export const entry = signal(readEntry());

/** Where each page was left, pages themselves put back. */
history.scrollRestoration = "manual";
for (const moved of ["popstate", "hashchange"]) addEventListener(moved, follow);

function follow(): void {
  const next = readEntry();
  if (next === entry.value && location.hash === hash.value) return;
  leave(entry.value);
  show(location.hash, next);
}

const show = (address: string, name: string) =>
  batch(() => {
    entry.value = name;
    hash.value = address;
  });

const split = (address: string) => address.replace(/^#?\/?/, "").split("?", 2);
const pathOf = (address: string) => `/${split(address)[0]}`;

export const path = computed(() => pathOf(hash.value));
/** What stands after the ?, where lists keep their filters. */
export const search = computed(() => split(hash.value)[1] ?? "");

/** Goes to `/webhooks/wh_1?status=failed`; `replace` leaves no step to go back to. */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  const url = `#${to}`;
  if (replace) {
    history.replaceState(history.state, "", url);
    hash.value = url;
    return;
  }
  leave(entry.value);
  const next: Entry = { entry: newEntry(), from: pathOf(hash.value) };
  history.pushState(next, "", url);
  show(url, next.entry);
}

/** Goes up to the page of this path: by a step back where that is where somebody came from, so that it is as they left it. */
export function navigateUp(to: string): void {
  if ((history.state as Entry | null)?.from === to) history.back();
  else navigate(to);
}

/** For the router. */
export const useHashPath = (): [string, typeof navigate] => [path.value, navigate];
export const useHashSearch = (): string => search.value;
