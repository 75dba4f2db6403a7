import { api } from "../../api/client.ts";
import { useResource } from "../../api/resource.ts";
import type { EventType } from "./types.ts";

const ONE_PAGE = "250";
/** A catalogue beyond 5,000 types is no list to choose from; names can be typed. */
const MOST_PAGES = 20;

const page = (cursor?: string) =>
  api["event-types"].get({ query: { limit: ONE_PAGE, ...(cursor && { cursor }) } });

/** Every event type of the catalogue, undeclared ones among them. */
async function wholeCatalogue() {
  const first = await page();
  let last = first;
  for (let pages = 1; last.data?.next_cursor && pages < MOST_PAGES; pages++) {
    last = await page(last.data.next_cursor);
    if (last.error) return last;
    first.data?.data.push(...last.data.data);
  }
  return first;
}

export type Catalogue = { types: readonly EventType[]; names: readonly string[]; isLoading: boolean };

/** The event types there are to choose from; none where they cannot be had, for names can be typed too. */
export function useCatalogue(): Catalogue {
  const { data, isLoading } = useResource(wholeCatalogue, []);
  const types = data?.data ?? [];
  return { types, names: types.map(({ name }) => name), isLoading };
}
