import { t } from "elysia";
import { pageQuery } from "../../http/paging.ts";
import { dateTime } from "../../http/time.ts";
import { attemptOutcomes } from "../../wire/verdict.ts";
import { eventType, integer, label, oneOf, tenantId } from "../shared-model.ts";

/** `retrying`: pending, and an attempt has failed; `failure`: failed or retrying; `success`: succeeded. Source: seed 004. */
const statuses = ["pending", "retrying", "succeeded", "failed", "cancelled", "success", "failure"] as const;

const MAX_ATTEMPTS = 10_000;
const MAX_IDS = 1000;
/** In an address, which the runtime takes up to 16 KiB of with all headers. */
const MAX_IDS_IN_QUERY = 200;

const STATUS_CODE = "^[1-5](xx|[0-9]{2})$";

const narrowing = {
  type: t.Optional(eventType),
  channel: t.Optional(label("a channel")),
  status: t.Optional(oneOf(statuses)),
  outcome: t.Optional(oneOf(attemptOutcomes)),
  since: t.Optional(dateTime()),
  until: t.Optional(dateTime()),
};

const inQuery = {
  status_code: t.Optional(
    t.String({
      pattern: STATUS_CODE,
      description: "a status code such as 503, or a class of them such as 5xx; of the last attempt",
    }),
  ),
  // Judged where it is read: Elysia's own integer tells no pointer for one that is out of range.
  min_attempts: t.Optional(
    t.Unsafe<string>(
      t.Any({
        type: "integer",
        minimum: 1,
        maximum: MAX_ATTEMPTS,
        description: "how many attempts it has had at least",
      }),
    ),
  ),
};

const inBody = {
  status_code: t.Optional(
    t.Union([t.String({ pattern: STATUS_CODE }), integer({ minimum: 100, maximum: 599 })], {
      description: 'a status code such as 503, or a class of them such as "5xx"',
    }),
  ),
  min_attempts: t.Optional(
    integer({
      minimum: 1,
      maximum: MAX_ATTEMPTS,
      description: `a whole number from 1 to ${MAX_ATTEMPTS}`,
    }),
  ),
  ids: t.Optional(
    t.Array(t.String({ maxLength: 64, description: "an id of at most 64 characters" }), {
      minItems: 1,
      maxItems: MAX_IDS,
      description: `the ids of 1 to ${MAX_IDS} deliveries`,
    }),
  ),
};

const id = t.String({ maxLength: 64, description: "an id of at most 64 characters" });

const owners = {
  tenant: t.Optional(tenantId),
  webhook: t.Optional(id),
  event: t.Optional(id),
  job: t.Optional(id),
};

/** Of one webhook. */
export const webhookDeliveriesQuery = t.Object(
  { ...pageQuery, ...narrowing, ...inQuery },
  { additionalProperties: false },
);

const filters = { ...narrowing, ...inQuery, ...owners };

export const listQuery = t.Object({ ...pageQuery, ...filters }, { additionalProperties: false });

export const countQuery = t.Object(filters, { additionalProperties: false });

const formats = ["ndjson", "csv"] as const;

export const exportQuery = t.Object(
  {
    ...filters,
    format: oneOf(formats),
    ids: t.Optional(
      t.String({
        maxLength: 31 * MAX_IDS_IN_QUERY,
        pattern: "^[A-Za-z0-9_]{1,64}(,[A-Za-z0-9_]{1,64})*$",
        description: `the ids of at most ${MAX_IDS_IN_QUERY} deliveries, separated by commas`,
      }),
    ),
  },
  { additionalProperties: false },
);

/** What an act over many deliveries is asked with. */
const many = (example: string) =>
  t.Object(
    {
      filter: t.Object(
        { ...narrowing, ...inBody, ...owners },
        {
          additionalProperties: false,
          minProperties: 1,
          description: `an object with at least one field, such as ${example}`,
        },
      ),
      dry_run: t.Optional(t.Boolean({ description: "true or false" })),
    },
    { additionalProperties: false, description: "an object with a filter" },
  );

export const retryMany = many('{"status": "failed"} for all that have failed for good');

export const cancelMany = many('{"status": "retrying"} for all that are being retried');

export const counted = t.Object({
  count: integer({ description: "how many deliveries the filter selects" }),
});

export type ListQuery = typeof listQuery.static;
export type CountQuery = typeof countQuery.static;
export type ExportQuery = typeof exportQuery.static;
export type ExportFormat = (typeof formats)[number];
export type Many = typeof retryMany.static;
export type ManyFilter = Many["filter"];
