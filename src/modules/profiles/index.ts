import { Elysia } from "elysia";
import { scoped } from "../../http/auth.ts";
import { textOf } from "../../http/body.ts";
import { noContent } from "../../http/openapi.ts";
import { profileSchema } from "../../wire/profile-schema.ts";
import * as model from "./model.ts";
import { type PreviewDeps, previewRequest, sampleOfType } from "./preview.ts";
import { findProfile, getProfile, listProfiles, readProfile, withoutProfileFacts } from "./read.ts";
import { eventTexts } from "./sample.ts";
import { copyProfile, deleteProfile, type ProfilesDeps, putProfile } from "./service.ts";

const documented = {
  requestBody: { content: { "application/json": { schema: profileSchema as object } }, required: true },
};

export const profilesModule = (deps: ProfilesDeps & PreviewDeps) =>
  new Elysia({ prefix: "/profiles", tags: ["Profiles"] })
    .use(scoped)
    .get(
      "",
      async ({ principal }) => ({ data: await listProfiles(deps, principal.tenant), next_cursor: null }),
      {
        scope: "webhooks:read",
        response: model.profileList,
        detail: { summary: "List profiles, the built-in ones first" },
      },
    )
    .post(
      "/preview",
      async ({ body: { profile: draft, sample = {} }, request, principal }) => {
        const texts = eventTexts(textOf(request, "sample"));
        const fields = await withoutProfileFacts(deps, principal.tenant, draft.name, draft, "/profile");
        const profile = readProfile(fields, "/profile");
        return previewRequest(deps, profile, sample, texts, principal);
      },
      {
        scope: "webhooks:read",
        body: model.draft,
        response: model.preview,
        detail: { summary: "Show the exact request of a profile that is not saved yet" },
      },
    )
    .get("/:name", ({ params, principal }) => getProfile(deps, params.name, principal.tenant), {
      scope: "webhooks:read",
      params: model.profileParams,
      response: model.shownProfile,
      detail: { summary: "Get a profile" },
    })
    .put("/:name", ({ params, body, principal }) => putProfile(deps, principal, params.name, body), {
      scope: "admin",
      params: model.profileParams,
      body: model.document,
      response: model.shownProfile,
      detail: { summary: "Make or replace a profile; it counts from the next attempt on", ...documented },
    })
    .delete(
      "/:name",
      async ({ params, principal, status }) => {
        await deleteProfile(deps, principal, params.name);
        return status(204, undefined);
      },
      {
        scope: "admin",
        params: model.profileParams,
        detail: { summary: "Delete a profile that nothing uses", responses: noContent },
      },
    )
    .post(
      "/:name/copy",
      async ({ params, body, principal, status }) =>
        status(201, await copyProfile(deps, principal, params.name, body)),
      {
        scope: "admin",
        params: model.profileParams,
        body: model.copy,
        response: { 201: model.shownProfile },
        detail: { summary: "Make an editable copy" },
      },
    )
    .get(
      "/:name/preview",
      async ({ params, query, principal }) => {
        const profile = findProfile(deps, params.name);
        const { sample, texts } = await sampleOfType(deps, query.type);
        return previewRequest(deps, profile, sample, texts, principal);
      },
      {
        scope: "webhooks:read",
        params: model.profileParams,
        query: model.previewQuery,
        response: model.preview,
        detail: { summary: "Show the exact request for a sample event" },
      },
    );
