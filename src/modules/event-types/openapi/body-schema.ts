import type { Profile } from "../../../wire/profile.ts";

type Schema = Record<string, unknown> | boolean;

const text = { type: "string" };

const closed = (required: string[], optional: string[], properties: Record<string, Schema>) => ({
  type: "object",
  required,
  properties: Object.fromEntries([...required, ...optional].map((name) => [name, properties[name] ?? text])),
});

const moments: Record<Profile["dates"], Schema> = {
  iso: { type: "string", format: "date-time" },
  sortable: { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$" },
};

type Facts = { name: string; data: Schema; moment: Schema };

/** What each kind of body looks like around the event's data, with its members in their order. Source: `wire/body.ts`. */
const bodies: Record<Profile["body"], (facts: Facts) => Schema> = {
  envelope: ({ name, data, moment }) =>
    closed(["id", "type", "created", "data"], ["previous_attributes", "channel"], {
      type: { type: "string", const: name },
      created: moment,
      data,
      previous_attributes: {},
    }),
  data: ({ data }) => data,
  thin: ({ name, moment }) =>
    closed(["id", "type", "created"], [], { type: { type: "string", const: name }, created: moment }),
  cloudevents: ({ name, data, moment }) =>
    closed(["specversion", "id", "source", "type", "time", "datacontenttype", "data"], ["subject"], {
      specversion: { type: "string", const: "1.0" },
      source: { type: "string", format: "uri" },
      type: { type: "string", const: name },
      time: moment,
      datacontenttype: { type: "string", const: "application/json" },
      data,
    }),
};

/** The JSON Schema of the body that a profile sends for an event type, whose data is `data`. */
export const bodySchema = (
  { body, dates }: Pick<Profile, "body" | "dates">,
  name: string,
  data: Schema,
): Schema => bodies[body]({ name, data, moment: moments[dates] });
