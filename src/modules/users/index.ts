import { Elysia } from "elysia";
import { scoped } from "../../http/auth.ts";
import { noContent } from "../../http/openapi.ts";
import { deleteUser, updateUser } from "./change.ts";
import { changedUser, listQuery, newUser, user, userPage } from "./model.ts";
import { createUser, listUsers, presentUser, type UsersDeps, userRow } from "./service.ts";

export const usersModule = (deps: UsersDeps) =>
  new Elysia({ prefix: "/users", tags: ["Users"] })
    .use(scoped)
    .post(
      "",
      async ({ body, principal, status }) =>
        status(201, presentUser(await createUser(deps, principal, body))),
      {
        scope: "owner",
        body: newUser,
        response: { 201: user },
        detail: { summary: "Make a user, with the password to sign in with first" },
      },
    )
    .get("", ({ query }) => listUsers(deps, query), {
      scope: "owner",
      query: listQuery,
      response: userPage,
      detail: { summary: "List users" },
    })
    .get("/:id", async ({ params }) => presentUser(await userRow(deps, params.id)), {
      scope: "owner",
      response: user,
      detail: { summary: "Get a user" },
    })
    .patch("/:id", ({ params, body, principal }) => updateUser(deps, principal, params.id, body), {
      scope: "owner",
      body: changedUser,
      response: user,
      detail: { summary: "Change a user; a new role or password ends their sessions" },
    })
    .delete(
      "/:id",
      async ({ params, principal, status }) => {
        await deleteUser(deps, principal, params.id);
        return status(204, undefined);
      },
      {
        scope: "owner",
        detail: { summary: "Delete a user, whose sessions end at once", responses: noContent },
      },
    );
