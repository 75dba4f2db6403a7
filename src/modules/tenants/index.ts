import { Elysia } from "elysia";
import { scoped } from "../../http/auth.ts";
import { job } from "../jobs/model.ts";
import { type DeleteTenantDeps, deleteTenant } from "./delete.ts";
import {
  listQuery,
  putTenant as putTenantBody,
  tenant,
  tenantPage,
  tenantParams,
  tenantToDelete,
} from "./model.ts";
import { checkNotifyUrl, keepNotifyTarget } from "./notify-target.ts";
import { getTenant, listTenants, type PutTenantDeps, putTenant } from "./service.ts";

export const tenantsModule = (deps: PutTenantDeps & DeleteTenantDeps) =>
  new Elysia({ prefix: "/tenants", tags: ["Tenants"] })
    .use(scoped)
    .get("", ({ query, principal }) => listTenants(deps, principal, query), {
      scope: "webhooks:read",
      query: listQuery,
      response: tenantPage,
      detail: {
        summary: "List tenants",
        description: "Posthorn's own, `_operator`, is listed only when `q` is its name.",
      },
    })
    .get("/:id", ({ params, principal }) => getTenant(deps, principal, params.id), {
      scope: "webhooks:read",
      params: tenantParams,
      response: tenant,
      detail: { summary: "Get a tenant" },
    })
    .put(
      "/:id",
      async ({ params: { id }, body, principal, headers }) => {
        const url = body.notify?.url ?? null;
        checkNotifyUrl(deps, id, url);
        const put = await putTenant(deps, principal, id, body, headers["if-none-match"] === "*");
        await keepNotifyTarget(deps, principal, id, url);
        return put;
      },
      {
        scope: "admin",
        params: tenantParams,
        body: putTenantBody,
        response: tenant,
        detail: {
          summary: "Make or replace a tenant",
          description:
            "notify.emails get mail about the tenant's webhooks in trouble; notify.url gets the same as events, signed and retried, through a webhook of the tenant _operator that is kept in step with it. With the header `If-None-Match: *` one that is there already is not replaced.",
        },
      },
    )
    .post(
      "/delete",
      async ({ body: { id }, principal, status }) => status(202, await deleteTenant(deps, principal, id)),
      {
        scope: "admin",
        body: tenantToDelete,
        response: { 202: job },
        detail: {
          summary: "Delete a tenant whose name no URL can have",
          description:
            "As `DELETE /tenants/:id`, for tenants named `.` or `..` that earlier versions made: URLs resolve these names away.",
        },
      },
    )
    .delete(
      "/:id",
      async ({ params: { id }, principal, status }) => status(202, await deleteTenant(deps, principal, id)),
      {
        scope: "admin",
        params: tenantParams,
        response: { 202: job },
        detail: {
          summary: "Delete a tenant with all of its data, as a job",
          description:
            "At once it takes nothing more, and its webhooks, keys and portal sessions are gone; the job deletes its events with their deliveries, and at the end the tenant. An event of this name then makes a new one.",
        },
      },
    );
