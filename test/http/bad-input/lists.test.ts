import { describe } from "bun:test";
import { date, type Row, refuses, type, unknown } from "./refuses.ts";

const page = /^must be a whole number from 1 to 250$/;
const cursor = /^is not a next_cursor of this list$/;

const lists: Row[] = [
  ["events since some time", "GET", "/events?since=x", undefined, "/query/since", date],
  ["events until a year", "GET", "/events?until=2024", undefined, "/query/until", date],
  ["events of a bad type", "GET", "/events?type=..", undefined, "/query/type", type],
  ["events of a bad tenant", "GET", "/events?tenant=a/b", undefined, "/query/tenant", /^must be 1 to 128/],
  ["deliveries since some time", "GET", "/deliveries?since=x", undefined, "/query/since", date],
  [
    "deliveries of a bad status",
    "GET",
    "/deliveries?status=ok",
    undefined,
    "/query/status",
    /^must be one of pending, retrying, succeeded, failed, cancelled, success, failure$/,
  ],
  [
    "webhooks of a bad status",
    "GET",
    "/webhooks?status=ok",
    undefined,
    "/query/status",
    /^must be one of active, paused, unverified, disabled$/,
  ],
  [
    "webhooks with an empty search",
    "GET",
    "/webhooks?q=",
    undefined,
    "/query/q",
    /^must be a text of 1 to 200/,
  ],
  [
    "a webhook's deliveries of a bad status",
    "GET",
    "/webhooks/:id/deliveries?status=ok",
    undefined,
    "/query/status",
    /^must be one of/,
  ],
  ...["/events", "/webhooks", "/deliveries", "/tenants", "/event-types", "/api-keys"].flatMap(
    (path): Row[] => [
      [`${path} with a limit of 0`, "GET", `${path}?limit=0`, undefined, "/query/limit", page],
      [`${path} with a limit of 251`, "GET", `${path}?limit=251`, undefined, "/query/limit", page],
      [`${path} with a limit in words`, "GET", `${path}?limit=ten`, undefined, "/query/limit", page],
      [`${path} with a fraction`, "GET", `${path}?limit=1.5`, undefined, "/query/limit", page],
      [`${path} with an empty cursor`, "GET", `${path}?cursor=`, undefined, "/query/cursor", cursor],
      [
        `${path} with a cursor of garbage`,
        "GET",
        `${path}?cursor=%00%F0%9F%92%A9`,
        undefined,
        "/query/cursor",
        cursor,
      ],
      [
        `${path} with a cursor out of range`,
        "GET",
        `${path}?cursor=pzzzzzzzzzzz`,
        undefined,
        "/query/cursor",
        cursor,
      ],
      [`${path} with an unknown filter`, "GET", `${path}?nope=1`, undefined, "/query/nope", unknown],
    ],
  ),
];

describe("a query that is not valid is refused:", () => {
  refuses(lists);
});
