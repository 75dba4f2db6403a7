import { t } from "elysia";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { scopes } from "../../http/scopes.ts";
import { dateTime, moment } from "../../http/time.ts";
import { oneOf, pattern, tenantId, text } from "../shared-model.ts";

const scope = oneOf(scopes);
const appUser = t.String({
  minLength: 1,
  maxLength: 256,
  pattern: "^[\\x20-\\x7e]+$",
  description: "1 to 256 printable characters",
});

export const newApiKey = t.Object(
  {
    name: text(1, 200, "a name"),
    scopes: t.Array(scope, {
      minItems: 1,
      uniqueItems: true,
      description: "a list of one or more different scopes",
    }),
    tenant: t.Optional(t.Nullable(tenantId)),
    event_types: t.Optional(
      t.Nullable(
        t.Array(pattern, { minItems: 1, maxItems: 500, description: "a list of 1 to 500 patterns" }),
      ),
    ),
    app_user: t.Optional(t.Nullable(appUser)),
    expires: t.Optional(t.Nullable(dateTime())),
  },
  { additionalProperties: false, description: "an object" },
);

const fields = {
  id: t.String(),
  name: t.String(),
  prefix: t.String({ description: "the first characters of the key" }),
  scopes: t.Array(t.String()),
  tenant: t.Nullable(t.String()),
  event_types: t.Nullable(t.Array(t.String())),
  app_user: t.Nullable(t.String()),
  created: moment(),
  expires: t.Nullable(moment()),
  last_used: t.Nullable(moment()),
};

export const apiKey = t.Object(fields);
export const createdApiKey = t.Object({ ...fields, key: t.String({ description: "shown this once" }) });
export const apiKeyPage = pageOf(apiKey);
export const listQuery = t.Object(pageQuery, { additionalProperties: false });

export type NewApiKey = typeof newApiKey.static;
export type ApiKey = typeof apiKey.static;
