import { type Static, type TSchema, Type } from "@sinclair/typebox";

const closed = { additionalProperties: false };

/** `description` is the end of the sentence "must be ...", shown for any fault in the value's shape. */
function choice<const T extends string>(...values: T[]) {
  const listed = values.map((value) => `"${value}"`).join(", ");
  return Type.Union(
    values.map((value) => Type.Literal(value)),
    { description: `one of ${listed}` },
  );
}

function number(minimum: number, maximum: number) {
  return Type.Number({ minimum, maximum, description: `a number from ${minimum} to ${maximum}` });
}

function count(maximum: number) {
  return Type.Integer({ minimum: 1, maximum, description: `a whole number from 1 to ${maximum}` });
}

function orNull<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Null()], { description: `null or ${schema.description}` });
}

function text(minLength: number, maxLength: number) {
  const description = `a text of ${minLength} to ${maxLength} characters`;
  return Type.String({ minLength, maxLength, description });
}

/** Without it TypeBox would pass over names with a line break, and over the shape of their values. */
const anyName = Type.String({ pattern: "^[\\s\\S]*$" });

const flag = Type.Boolean({ description: "true or false" });

const signature = Type.Object(
  {
    scheme: choice("standard", "standard-ed25519", "hub-sha256", "stripe", "hmac-base64"),
    header: Type.Optional(text(1, 128)),
  },
  { ...closed, description: 'an object such as {"scheme": "standard"}' },
);

const retry = Type.Object(
  {
    delays_seconds: Type.Array(number(0, 1e7), {
      maxItems: 100,
      description: "a list of at most 100 numbers",
    }),
    jitter: number(0, 1),
    honour_retry_after: flag,
  },
  { ...closed, description: "an object" },
);

const disable = Type.Object(
  {
    after_consecutive_failures: orNull(count(1e6)),
    after_failing_hours: orNull(
      Type.Number({ exclusiveMinimum: 0, maximum: 1e5, description: "a number above 0, at most 100000" }),
    ),
    on_410: flag,
  },
  { ...closed, description: "an object" },
);

/** The shape of a profile. What a shape cannot say is in `profile-rules.ts`. */
export const profileSchema = Type.Object(
  {
    name: Type.String({
      pattern: "^[a-z0-9][a-z0-9_-]{0,63}$",
      description: "1 to 64 of a-z, 0-9, - and _, the first a letter or digit",
    }),
    title: text(1, 100),
    description: text(0, 2000),
    body: choice("envelope", "data", "cloudevents", "thin"),
    dates: choice("iso", "sortable"),
    content_type: text(1, 200),
    headers: Type.Record(anyName, text(1, 1024), {
      maxProperties: 50,
      description: "an object of at most 50 header names and values",
    }),
    signatures: Type.Array(signature, { maxItems: 8, description: "a list of at most 8 signatures" }),
    success: Type.Union([Type.Literal("2xx"), Type.Array(Type.Integer(), { minItems: 1, maxItems: 100 })], {
      description: '"2xx" or a list of 1 to 100 status codes',
    }),
    timeout_seconds: Type.Number({
      exclusiveMinimum: 0,
      maximum: 300,
      description: "a number above 0, at most 300",
    }),
    retry,
    dispatch: choice("immediate", "sweep"),
    verification: choice("none", "hub-challenge", "cloudevents-consent"),
    secret: Type.Object(
      { source: choice("generated", "provided"), reveal: choice("always", "once") },
      { ...closed, description: "an object" },
    ),
    limits: Type.Object({ webhooks_per_tenant: orNull(count(1e6)) }, { ...closed, description: "an object" }),
    disable,
    warn_after_consecutive_failures: count(1e6),
    require_https: flag,
  },
  { ...closed, description: "an object" },
);

/** The wire contract a webhook's consumer sees, as one JSON document. Source: README, "Profiles". */
export type Profile = Static<typeof profileSchema>;

/** What is wrong at one place: `pointer` is an RFC 6901 pointer, `detail` follows the place's name in a sentence. */
export type Fault = { pointer: string; detail: string };
