import { Elysia } from "elysia";
import type { Query } from "../../db/query.ts";
import { scoped } from "../../http/auth.ts";
import { auditActions } from "./actions.ts";
import { actionList, entryPage, listQuery } from "./model.ts";
import { listEntries } from "./read.ts";

export const auditModule = (deps: { query: Query }) =>
  new Elysia({ prefix: "/audit-log", tags: ["Audit log"] })
    .use(scoped)
    .get("", ({ query }) => listEntries(deps.query, query), {
      scope: "admin:read",
      query: listQuery,
      response: entryPage,
      detail: { summary: "List who did what, newest first" },
    })
    .get("/actions", () => ({ data: [...auditActions], next_cursor: null }), {
      scope: "admin:read",
      response: actionList,
      detail: { summary: "List the actions that there can be entries of" },
    });
