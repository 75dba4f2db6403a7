import { api, type DataOf, type RowOf } from "../../api/client.ts";
import { type Resource, useResource } from "../../api/resource.ts";

export type EventType = RowOf<(typeof api)["event-types"]["get"]>;

/** The page cannot draw more at once; a catalogue of this size has long had names that searching finds. */
const MOST = 5000;
const PAGE = "250";

/** The whole catalogue: a tree needs all of its names. */
export const useCatalogue = (): Resource<DataOf<(typeof api)["event-types"]["get"]>> =>
  useResource(fetchAll, []);

async function fetchAll() {
  const rows: EventType[] = [];
  let answer = await api["event-types"].get({ query: { limit: PAGE } });
  while (answer.error === null) {
    rows.push(...answer.data.data);
    const cursor = answer.data.next_cursor;
    if (cursor === null || rows.length >= MOST)
      return { ...answer, data: { data: rows, next_cursor: cursor } };
    answer = await api["event-types"].get({ query: { limit: PAGE, cursor } });
  }
  return answer;
}

/** The word of a type's badge: what is deprecated is declared too. */
export const statusOf = ({ status, deprecated }: Pick<EventType, "status" | "deprecated">) =>
  deprecated ? "deprecated" : status;
