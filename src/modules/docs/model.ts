import { t } from "elysia";
import { integer } from "../shared-model.ts";

/** Plain sentences; what stands between backticks is code. */
const sentences = t.Array(t.String());

const header = t.Object({ name: t.String(), value: t.String() });

const wireRequest = t.Object({ headers: t.Array(header), body: t.String() });

const snippet = t.Object({ language: t.String(), label: t.String(), code: t.String() });

const place = t.Object({ in: t.String({ description: "header or body" }), name: t.String() });

const introduction = t.Object({
  text: sentences,
  deduplicate: t.Object({
    by: t.Nullable(t.String({ description: "event or delivery" })),
    places: t.Array(place),
    text: t.String(),
  }),
});

const registering = t.Object({
  text: sentences,
  request: t.Object({ method: t.String(), url: t.String(), body: t.String() }),
});

const event = t.Object({
  name: t.String(),
  group: t.Nullable(t.String()),
  description: t.String(),
  deprecated: t.Boolean(),
  schema: t.Unknown(),
  payload: t.Nullable(wireRequest),
});

const request = t.Object({
  text: sentences,
  fields: t.Array(t.Object({ name: t.String(), means: t.String(), optional: t.Boolean() })),
  dates: t.Object({ format: t.String(), example: t.String() }),
  headers: t.Array(
    t.Object({
      name: t.String(),
      means: t.String(),
      example: t.String(),
      /** When it is left out; null for a header that always comes. */
      absent: t.Nullable(t.String()),
    }),
  ),
  sample: wireRequest,
});

const proof = t.Object({
  /** The signature scheme; null for a header that carries the secret itself. */
  scheme: t.Nullable(t.String()),
  header: t.String(),
  text: sentences,
  key: t.String(),
  snippets: t.Array(snippet),
});

const answering = t.Object({
  success: t.Union([t.Literal("2xx"), t.Array(integer())]),
  timeout_seconds: t.Number(),
  text: sentences,
});

const retries = t.Object({
  attempts: t.Array(
    t.Object({
      attempt: t.String(),
      delay: t.String(),
      total: t.String(),
      delay_seconds: t.Number(),
      total_seconds: t.Number(),
    }),
  ),
  jitter: t.Number(),
  honour_retry_after: t.Boolean(),
  dispatch: t.String(),
  text: sentences,
});

const handshake = t.Object({
  kind: t.String(),
  text: sentences,
  method: t.String(),
  parameters: t.Array(
    t.Object({ in: t.String({ description: "query or header" }), name: t.String(), means: t.String() }),
  ),
  example: t.String(),
  snippets: t.Array(snippet),
});

/** What a consumer has to know, in the order of a page. */
export const consumerDocs = t.Object({
  title: t.String(),
  product: t.String(),
  tenant: t.String(),
  profile: t.Object({ name: t.String(), title: t.String(), description: t.String() }),
  introduction,
  registering,
  handshake: t.Nullable(handshake),
  request,
  verifying: t.Object({ text: sentences, proofs: t.Array(proof) }),
  answering,
  retries,
  trouble: t.Object({ text: sentences }),
  secret: t.Object({ source: t.String(), reveal: t.String(), text: sentences }),
  limits: t.Object({
    webhooks_per_tenant: integer(),
    https_required: t.Boolean(),
    text: sentences,
  }),
  events: t.Array(event),
});

export const docsQuery = t.Object(
  {
    tenant: t.Optional(t.String({ description: "the id of a tenant; else the key's own, else default" })),
    profile: t.Optional(t.String({ description: "the name of a profile; else the tenant's" })),
    format: t.Optional(
      t.Union([t.Literal("json"), t.Literal("html")], { description: "json or html; else as Accept asks" }),
    ),
  },
  { additionalProperties: false },
);

/** The public page tells of no tenant but `default`. */
export const publicQuery = t.Object(
  { profile: docsQuery.properties.profile },
  { additionalProperties: false },
);

export type ConsumerDocs = typeof consumerDocs.static;
export type Part<K extends keyof ConsumerDocs> = ConsumerDocs[K];
export type Snippet = typeof snippet.static;
export type Proof = typeof proof.static;
