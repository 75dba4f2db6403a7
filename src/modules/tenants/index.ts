import { Elysia } from "elysia";
import { scoped } from "../../http/auth.ts";
import { listQuery, putTenant as putTenantBody, tenant, tenantPage, tenantParams } from "./model.ts";
import { getTenant, listTenants, type PutTenantDeps, putTenant } from "./service.ts";

export const tenantsModule = (deps: PutTenantDeps) =>
  new Elysia({ prefix: "/tenants", tags: ["Tenants"] })
    .use(scoped)
    .get("", ({ query, principal }) => listTenants(deps, principal, query), {
      scope: "webhooks:read",
      query: listQuery,
      response: tenantPage,
      detail: { summary: "List tenants" },
    })
    .get("/:id", ({ params, principal }) => getTenant(deps, principal, params.id), {
      scope: "webhooks:read",
      params: tenantParams,
      response: tenant,
      detail: { summary: "Get a tenant" },
    })
    .put("/:id", ({ params, body }) => putTenant(deps, params.id, body), {
      scope: "admin",
      params: tenantParams,
      body: putTenantBody,
      response: tenant,
      detail: { summary: "Make or replace a tenant" },
    });
