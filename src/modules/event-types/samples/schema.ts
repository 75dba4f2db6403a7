// Words to write the sample catalogues with. A page names events, and few of their members: what it does not say is described for
// consumers to read and shown in the example, but no event is refused for it. So most of these words assert nothing.

export type Schema = Readonly<Record<string, unknown>>;

type Properties = Readonly<Record<string, Schema>>;

/** An event type of a sample catalogue; `schema` and `example` are of the event's data. */
export type Sample = { name: string; description: string; group: string; schema: Schema; example: unknown };

/** A member that is described, and may be anything. */
export const member = (description: string): Schema => ({ description });

/** A member with the values that we know of; another is taken too. */
export const oneOf = (description: string, values: readonly string[]): Schema => ({
  description,
  examples: values,
});

export const CURRENCY = member("ISO 4217 code of the currency of all amounts.");

/** A list whose items are described. */
export const list = (description: string, items: Schema): Schema => ({ description, items });

/** An object whose members are described. */
export const object = (properties: Properties, description?: string): Schema => ({
  ...(description !== undefined && { description }),
  properties,
});

/** The data of an event: an object of which none of these members has to be there, and that may have others. */
export const data = (properties: Properties): Schema => ({ type: "object", properties });

/** A string that the page names. */
export const text = (description: string, more: Schema = {}): Schema => ({
  type: "string",
  description,
  ...more,
});

/** The data of an event that the page describes whole: these members and no others. */
export const exactData = (properties: Properties): Schema => ({
  ...data(properties),
  required: Object.keys(properties),
  additionalProperties: false,
});
