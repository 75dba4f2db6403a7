import { Elysia } from "elysia";
import { type ClientAddress, scoped } from "../../http/auth.ts";
import { noContent } from "../../http/openapi.ts";
import { userCookie } from "../../http/user-cookie.ts";
import type { Begun } from "./begin.ts";
import * as model from "./model.ts";
import {
  changePassword,
  currentSession,
  endAllSessions,
  endSession,
  listSessions,
  presentSession,
} from "./service.ts";
import { IDLE_MS } from "./sessions.ts";
import { isSetupNeeded, type SetupDeps, setUp } from "./setup.ts";
import { signIn } from "./sign-in.ts";
import { Tries, visitorOf } from "./tries.ts";

export type SessionModuleDeps = SetupDeps & { clientAddress: ClientAddress; baseUrl: string | null };

/** Whoever asks these has no session yet. */
export const SIGN_IN = "/session";
export const SETUP = "/setup";

export function sessionModule(deps: SessionModuleDeps) {
  const tries = new Tries(deps.clock);
  return new Elysia({ tags: ["Session"] }).use(entrance(deps, tries)).use(own(deps, tries)).use(all(deps));
}

type Answer = { headers: Record<string, string | number> };

function entrance(deps: SessionModuleDeps, tries: Tries) {
  const enter = (set: Answer, { user, token, maxAgeSeconds }: Begun) => {
    set.headers["set-cookie"] = userCookie(token, maxAgeSeconds, deps.baseUrl);
    return presentSession(user, deps.clock.now() + IDLE_MS);
  };
  return new Elysia()
    .post(
      SIGN_IN,
      async ({ body, request, server, set }) => {
        const visitor = visitorOf(deps, request, server);
        tries.takeAddress(visitor);
        tries.takeAccount(body.email, visitor);
        const begun = await signIn(deps, body, visitor);
        tries.succeeded(body.email, visitor);
        return enter(set, begun);
      },
      {
        body: model.signIn,
        response: model.session,
        detail: { summary: "Sign in; answers a cookie", security: [] },
      },
    )
    .post(
      SETUP,
      async ({ body, request, server, set }) => {
        const visitor = visitorOf(deps, request, server);
        tries.takeAddress(visitor);
        return enter(set, await setUp(deps, body, visitor));
      },
      {
        body: model.setup,
        response: model.session,
        detail: {
          summary: "Make the first owner with the link from the log; answers a cookie",
          security: [],
        },
      },
    )
    .get(SETUP, async () => ({ needed: await isSetupNeeded(deps) }), {
      response: model.setupState,
      detail: { summary: "Whether nobody can sign in yet", security: [] },
    });
}

const own = (deps: SessionModuleDeps, tries: Tries) =>
  new Elysia({ prefix: SIGN_IN })
    .use(scoped)
    .get("", ({ principal }) => currentSession(deps, principal), {
      scope: "user",
      response: model.session,
      detail: { summary: "Who is signed in with this request" },
    })
    .delete(
      "",
      async ({ principal, set, status }) => {
        await endSession(deps, principal);
        set.headers["set-cookie"] = userCookie("", 0, deps.baseUrl);
        return status(204, undefined);
      },
      { scope: "user", detail: { summary: "Sign out", responses: noContent } },
    )
    .post(
      "/password",
      async ({ body, principal, status }) => {
        tries.takeSession(principal.user?.session ?? principal.id);
        await changePassword(deps, principal, body);
        return status(204, undefined);
      },
      {
        scope: "user",
        body: model.passwordChange,
        detail: {
          summary: "Change the own password; ends the other sessions",
          responses: noContent,
        },
      },
    );

const all = (deps: SessionModuleDeps) =>
  new Elysia({ prefix: "/sessions" })
    .use(scoped)
    .get("", ({ principal }) => listSessions(deps, principal), {
      scope: "user",
      response: model.sessionList,
      detail: { summary: "List the own sessions that are open" },
    })
    .delete(
      "",
      async ({ principal, set, status }) => {
        await endAllSessions(deps, principal);
        set.headers["set-cookie"] = userCookie("", 0, deps.baseUrl);
        return status(204, undefined);
      },
      { scope: "user", detail: { summary: "Sign out everywhere", responses: noContent } },
    );
