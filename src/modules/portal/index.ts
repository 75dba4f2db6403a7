import { Elysia } from "elysia";
import { customerOf } from "../../egress/cidr.ts";
import { type ClientAddress, scoped } from "../../http/auth.ts";
import { socketOf } from "../../http/base-path.ts";
import { noContent } from "../../http/openapi.ts";
import { portalCookie } from "../../http/portal-cookie.ts";
import { Problem } from "../../http/problem.ts";
import { RateLimit } from "../../http/rate-limit.ts";
import { optional } from "../webhooks/model.ts";
import * as model from "./model.ts";
import { openPortalSession } from "./open.ts";
import {
  createPortalSession,
  currentSession,
  endSession,
  type PortalDeps,
  revokeSessions,
} from "./service.ts";

/** Opening a link needs no key: the link is one. */
export const OPENING = "/portal/session";

/** Links that one address may open. */
const OPENINGS = 30;
const MINUTE_MS = 60_000;

export type PortalModuleDeps = PortalDeps & { clientAddress: ClientAddress };

export const portalModule = (deps: PortalModuleDeps) =>
  new Elysia({ tags: ["Portal"] }).use(links(deps)).use(session(deps));

const links = (deps: PortalModuleDeps) =>
  new Elysia({ prefix: "/tenants/:id/portal-sessions" })
    .use(scoped)
    .post(
      "",
      async ({ params, body, principal, request, status }) => {
        const { origin } = new URL(request.url);
        return status(201, await createPortalSession(deps, principal, params.id, body ?? {}, origin));
      },
      {
        scope: "webhooks:write",
        params: model.tenantParams,
        body: optional(model.newPortalSession),
        response: { 201: model.createdPortalSession },
        detail: {
          summary: "Make a link that opens the portal as this tenant, once",
          description:
            "A session may do no more than whoever makes it: a key needs the scopes for reading webhooks, deliveries and events, and for writing deliveries too unless it is read_only.",
        },
      },
    )
    .delete(
      "",
      async ({ params, principal, status }) => {
        await revokeSessions(deps, principal, params.id);
        return status(204, undefined);
      },
      {
        scope: "admin",
        params: model.tenantParams,
        detail: { summary: "End every portal session of a tenant", responses: noContent },
      },
    );

function session(deps: PortalModuleDeps) {
  const openings = new RateLimit(OPENINGS, MINUTE_MS);
  const cookie = (token: string, maxAge: number) =>
    portalCookie(token, maxAge, {
      baseUrl: deps.baseUrl,
      framed: deps.settings.get("portal_frame_origins").length > 0,
    });
  return new Elysia({ prefix: OPENING })
    .use(scoped)
    .post(
      "",
      async ({ body, request, server, set }) => {
        const address = deps.clientAddress(request, socketOf(request, server));
        refuseFlood(openings.take(customerOf(address ?? ""), deps.clock.now()));
        const { session, token, maxAgeSeconds } = await openPortalSession(deps, body.token, address);
        set.headers["set-cookie"] = cookie(token, maxAgeSeconds);
        return session;
      },
      {
        body: model.link,
        response: model.portalSession,
        detail: { summary: "Open the portal with a link's token; answers a cookie", security: [] },
      },
    )
    .get("", ({ principal }) => currentSession(deps, principal), {
      scope: "events:read",
      response: model.portalSession,
      detail: { summary: "The portal session of this request" },
    })
    .delete(
      "",
      async ({ principal, set, status }) => {
        await endSession(deps, principal);
        set.headers["set-cookie"] = cookie("", 0);
        return status(204, undefined);
      },
      { scope: "events:read", detail: { summary: "End this portal session", responses: noContent } },
    );
}

function refuseFlood(waitMs: number): void {
  if (waitMs === 0) return;
  const headers = { "retry-after": String(Math.ceil(waitMs / 1000)) };
  throw new Problem("too_many_requests", "Wait a moment before opening the next link.", [], headers);
}
