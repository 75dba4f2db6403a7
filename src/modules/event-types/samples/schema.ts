// Words to write the sample catalogues with; each makes a JSON Schema (2020-12) whose description is for consumers to read.

export type Schema = Readonly<Record<string, unknown>>;

type Properties = Readonly<Record<string, Schema>>;

/** An event type of a sample catalogue; `schema` and `example` are of the event's data. */
export type Sample = { name: string; description: string; group: string; schema: Schema; example: unknown };

export const text = (description: string, more: Schema = {}): Schema => ({
  type: "string",
  description,
  minLength: 1,
  ...more,
});

const format = (name: string) => (description: string) => text(description, { format: name });

export const dateTime = format("date-time");
export const date = format("date");
export const uri = format("uri");
export const email = format("email");

export const oneOf = (description: string, values: readonly string[]): Schema => ({
  type: "string",
  description,
  enum: values,
});

/** A number that is not negative. */
export const amount = (description: string): Schema => ({ type: "number", description, minimum: 0 });

/** A whole number that is not negative. */
export const count = (description: string): Schema => ({ type: "integer", description, minimum: 0 });

export const flag = (description: string): Schema => ({ type: "boolean", description });

export const orNull = (schema: Schema): Schema => ({ ...schema, type: [schema.type, "null"] });

export const list = (description: string, items: Schema, more: Schema = {}): Schema => ({
  type: "array",
  description,
  items,
  ...more,
});

export const currency = text("ISO 4217 code of the currency of all amounts.", { pattern: "^[A-Z]{3}$" });

/** Members beyond these are allowed: a product may grow. */
export const object = (required: Properties, optional: Properties = {}, description?: string): Schema => ({
  type: "object",
  ...(description !== undefined && { description }),
  properties: { ...required, ...optional },
  required: Object.keys(required),
});

/** These members and no others. */
export const strictObject = (required: Properties): Schema => ({
  ...object(required),
  additionalProperties: false,
});
