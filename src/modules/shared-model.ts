import { Type } from "@sinclair/typebox";
import { t } from "elysia";

/** Elysia's own `t.Integer` takes "5" for 5, also in a body. */
export const integer = Type.Integer;

/** Pieces that several resources' models share; each description completes the sentence "must be ...". */
export const tenantId = t.String({
  // Nothing could ask for "." and "..", which URLs resolve away.
  pattern: "^(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}$",
  description: "1 to 128 letters, digits, dots, dashes or underscores, and neither . nor ..",
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

/** One of a few words. Elysia's own types lose what is made of a list; the check at run time does not. */
export const oneOf = <const S extends string>(words: readonly S[]) =>
  t.Unsafe<S>(
    t.Union(
      words.map((word) => t.Literal(word)),
      { description: `one of ${words.join(", ")}` },
    ),
  );

/**
 * A pattern of whole characters, none of `but`. The database's driver ends the process when it reads half a surrogate
 * pair, which JSON can write as "\\ud800".
 */
const characters = (but: string) => `^([^${but}\\ud800-\\udfff]|[\\ud800-\\udbff][\\udc00-\\udfff])*$`;

/** A channel or an actor: the caller's own name for it. */
export const label = (what: string) =>
  t.String({
    minLength: 1,
    maxLength: 256,
    pattern: characters("\\u0000-\\u001f\\u007f"),
    description: `${what} of 1 to 256 characters without control characters`,
  });

/** What people write, over several lines too. Not NUL, where SQLite's texts end. */
export const text = (minLength: number, maxLength: number, what = "a text") => {
  const size = minLength === 0 ? `at most ${maxLength}` : `${minLength} to ${maxLength}`;
  const description = `${what} of ${size} characters`;
  return t.String({ minLength, maxLength, pattern: characters("\\u0000"), description });
};

/** The operator's own notes on a resource. A key's length is in its pattern: nothing else of a key is looked at. */
export const metadata = t.Record(t.String({ pattern: "^[\\s\\S]{1,128}$" }), t.Unknown(), {
  maxProperties: 50,
  additionalProperties: false,
  description: "an object of at most 50 entries with keys of 1 to 128 characters",
});
