import { t } from "elysia";

/** Pieces that several resources' models share; each description completes the sentence "must be ...". */
export const tenantId = t.String({
  pattern: "^[A-Za-z0-9._-]{1,128}$",
  description: "1 to 128 letters, digits, dots, dashes or underscores",
});

export const eventType = t.String({
  pattern: "^[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*$",
  maxLength: 128,
  description: "a dotted name such as order.created, at most 128 characters",
});

export const pattern = t.String({
  pattern: "^(\\*|[A-Za-z0-9_]+([.-][A-Za-z0-9_]+)*(\\.\\*)?)$",
  maxLength: 128,
  description: "an event type, a pattern such as order.*, or *",
});

/** A channel or an actor: the caller's own name for it. */
export const label = (what: string) =>
  t.String({
    minLength: 1,
    maxLength: 256,
    pattern: "^[^\\u0000-\\u001f\\u007f]+$",
    description: `${what} of 1 to 256 characters without control characters`,
  });

/** The operator's own notes on a resource. */
export const metadata = t.Record(t.String({ maxLength: 128 }), t.Unknown(), {
  maxProperties: 50,
  description: "an object of at most 50 entries",
});
