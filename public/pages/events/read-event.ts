import type { ShownEvent } from "../../../src/modules/events/model.ts";
import { scanMembers } from "../../../src/wire/json-spans.ts";
import { parseJson } from "../../api/json.ts";
import { getText, type RawAnswer } from "../../api/raw.ts";

/** An event with its data and previous attributes as the texts that came in. */
export type Event = Omit<ShownEvent, "data" | "previous_attributes"> & {
  data: string;
  previous: string | null;
};

/** Reads an event; `tenant` tells apart those of several tenants with the same id. Never rejects. */
export function readEvent(id: string, tenant: string | null): Promise<RawAnswer<Event>> {
  const query = tenant === null ? "" : `?tenant=${encodeURIComponent(tenant)}`;
  return getText(`events/${encodeURIComponent(id)}${query}`, eventOf);
}

/** Parsed numbers would be rounded: what was written is cut out of the text instead. */
function eventOf(text: string): Event {
  const spans = scanMembers(text);
  const textOf = (name: string) => {
    const span = spans.get(name);
    return span ? text.slice(span.start, span.end) : "null";
  };
  const previous = textOf("previous_attributes");
  return {
    ...(parseJson(text) as ShownEvent),
    data: textOf("data"),
    previous: previous === "null" ? null : previous,
  };
}
