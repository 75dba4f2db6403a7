import { Elysia } from "elysia";
import { scoped } from "../../http/auth.ts";
import { noContent } from "../../http/openapi.ts";
import { apiKey, apiKeyPage, createdApiKey, listQuery, newApiKey } from "./model.ts";
import { type ApiKeysDeps, createApiKey, deleteApiKey, getApiKey, listApiKeys } from "./service.ts";

export const apiKeysModule = (deps: ApiKeysDeps) =>
  new Elysia({ prefix: "/api-keys", tags: ["API keys"] })
    .use(scoped)
    .post("", async ({ body, principal, status }) => status(201, await createApiKey(deps, principal, body)), {
      scope: "owner",
      body: newApiKey,
      response: { 201: createdApiKey },
      detail: { summary: "Make an API key; it is shown this once" },
    })
    .get("", ({ query }) => listApiKeys(deps, query), {
      scope: "admin",
      query: listQuery,
      response: apiKeyPage,
      detail: { summary: "List API keys" },
    })
    .get("/:id", ({ params }) => getApiKey(deps, params.id), {
      scope: "admin",
      response: apiKey,
      detail: { summary: "Get an API key" },
    })
    .delete(
      "/:id",
      async ({ params, principal, status }) => {
        await deleteApiKey(deps, principal, params.id);
        return status(204, undefined);
      },
      { scope: "owner", detail: { summary: "Delete an API key: refused from now on", responses: noContent } },
    );
