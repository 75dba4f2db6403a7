import { computed, signal } from "@preact/signals";

/** The address within the page: all that stands after the #, so that it works under any path, from a file server too. */
const hash = signal(location.hash);
addEventListener("hashchange", () => {
  hash.value = location.hash;
});

const parts = computed(() => {
  const [path = "", search = ""] = hash.value.replace(/^#?\/?/, "").split("?", 2);
  return { path: `/${path}`, search };
});

export const path = computed(() => parts.value.path);
/** What stands after the ?, where lists keep their filters. */
export const search = computed(() => parts.value.search);

/** Goes to `/webhooks/wh_1?status=failed`; `replace` leaves no step to go back to. */
export function navigate(to: string, { replace = false }: { replace?: boolean } = {}): void {
  const url = `#${to}`;
  if (replace) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  hash.value = url;
}

/** For the router. */
export const useHashPath = (): [string, typeof navigate] => [path.value, navigate];
export const useHashSearch = (): string => search.value;
