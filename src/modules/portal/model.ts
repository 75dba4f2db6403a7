import { t } from "elysia";
import { moment } from "../../http/time.ts";
import { integer, tenantId } from "../shared-model.ts";

const closed = { additionalProperties: false, description: "an object" };

export const tenantParams = t.Object({ id: tenantId });

export const newPortalSession = t.Object(
  {
    expires_in_seconds: t.Optional(
      integer({
        minimum: 60,
        maximum: 86_400,
        description: "a whole number of seconds from 60 to 86400",
      }),
    ),
    read_only: t.Optional(t.Boolean({ description: "true or false" })),
    return_url: t.Optional(
      t.Nullable(
        t.String({
          format: "uri",
          pattern: "^https?://[^/?#\\\\@]+([/?#][^\\\\]*)?$",
          maxLength: 2048,
          description: "an http or https URL without a user name or password",
        }),
      ),
    ),
  },
  closed,
);

export const createdPortalSession = t.Object({
  id: t.String(),
  url: t.String({ description: "opens the portal once" }),
  expires: moment("when the link and the session end"),
  warning: t.Optional(t.String({ description: "why the link may lead elsewhere than it should" })),
});

export const link = t.Object(
  { token: t.String({ maxLength: 256, description: "the token of a portal link" }) },
  closed,
);

export const portalSession = t.Object({
  id: t.String(),
  tenant: t.String(),
  tenant_name: t.String(),
  read_only: t.Boolean(),
  return_url: t.Nullable(t.String()),
  expires: moment(),
  product_name: t.String(),
  accent_color: t.Nullable(t.String()),
  logo: t.Nullable(t.String({ description: "a data: URL" })),
});

export type NewPortalSession = typeof newPortalSession.static;
export type CreatedPortalSession = typeof createdPortalSession.static;
export type PortalSession = typeof portalSession.static;
