import { Elysia } from "elysia";
import { scoped } from "../../http/auth.ts";
import { noContent } from "../../http/openapi.ts";
import { mailTest, mailTested, putSetting as putSettingBody, setting, settingList } from "./model.ts";
import { presentAll } from "./present.ts";
import { getSetting, putSetting, resetSetting, type SettingsDeps, testMail } from "./service.ts";

export const settingsModule = (deps: SettingsDeps) =>
  new Elysia({ prefix: "/settings", tags: ["Settings"] })
    .use(scoped)
    .get("", () => ({ data: presentAll(deps.settings), next_cursor: null }), {
      scope: "admin:read",
      response: settingList,
      detail: { summary: "List every setting with its value and where that came from" },
    })
    .post("/mail/test", ({ body }) => testMail(deps, body.to), {
      scope: "admin",
      body: mailTest,
      response: mailTested,
      detail: { summary: "Send a mail now and answer how the mail server took it" },
    })
    .get("/:name", ({ params }) => getSetting(deps, params.name), {
      scope: "admin:read",
      response: setting,
      detail: { summary: "Get a setting" },
    })
    .put("/:name", ({ params, body, principal }) => putSetting(deps, principal, params.name, body.value), {
      scope: "owner",
      body: putSettingBody,
      response: setting,
      detail: { summary: "Change a setting; it counts at once" },
    })
    .delete(
      "/:name",
      async ({ params, principal, status }) => {
        await resetSetting(deps, principal, params.name);
        return status(204, undefined);
      },
      { scope: "owner", detail: { summary: "Take a setting back to its default", responses: noContent } },
    );
