import { api } from "./client.ts";

const PAGE = "250";

/** Undeclared types beyond this are no list to choose from; searching and pruning find them. */
const MOST_UNDECLARED = 1000;

/** Every declared event type, which the API lists first, then undeclared ones; `next_cursor` tells that there are more of these. */
export async function fetchCatalogue() {
  const first = await api["event-types"].get({ query: { limit: PAGE } });
  if (first.error) return first;
  const types = [...first.data.data];
  let last = first;
  while (last.data.next_cursor !== null && undeclaredIn(types) < MOST_UNDECLARED) {
    const next = await api["event-types"].get({ query: { limit: PAGE, cursor: last.data.next_cursor } });
    if (next.error) return next;
    types.push(...next.data.data);
    last = next;
  }
  return { ...last, data: { ...last.data, data: types } };
}

const undeclaredIn = (types: readonly { status: string }[]) =>
  types.filter(({ status }) => status === "undeclared").length;
