import { t } from "elysia";
import { emailAddress } from "./table.ts";

export const putSetting = t.Object(
  { value: t.Unknown({ description: "any JSON" }) },
  { additionalProperties: false, description: "an object" },
);

export const setting = t.Object({
  name: t.String(),
  value: t.Unknown({ description: "what counts now; secrets are masked" }),
  default: t.Unknown(),
  source: t.String({ description: "default, env or page" }),
  read_only: t.Boolean({ description: "made by the environment, so not to be changed here" }),
  meaning: t.String(),
  unit: t.Nullable(t.String()),
  variable: t.Nullable(t.String({ description: "the environment's variable for it" })),
});

export const settingList = t.Object({ data: t.Array(setting), next_cursor: t.Null() });

export type ShownSetting = typeof setting.static;

export const mailTest = t.Object(
  { to: emailAddress },
  { additionalProperties: false, description: "an object" },
);

export const mailTested = t.Object({
  outcome: t.String({ description: "accepted, rejected, deferred or unavailable" }),
  error: t.Nullable(t.String({ description: "what went wrong, in one plain sentence" })),
});

export type MailTest = typeof mailTested.static;
