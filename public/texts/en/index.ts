import { common } from "./common.ts";
import { deliveries } from "./deliveries.ts";
import { documentation } from "./documentation.ts";
import { eventTypes } from "./event-types.ts";
import { events } from "./events.ts";
import { live } from "./live.ts";
import { operate } from "./operate.ts";
import { overview } from "./overview.ts";
import { portal } from "./portal.ts";
import { problem } from "./problem.ts";
import { profiles } from "./profiles.ts";
import { signIn } from "./sign-in.ts";
import { webhook } from "./webhook.ts";
import { webhooks } from "./webhooks.ts";

/** Every text of the page. English is the original: its keys are what the other languages have to have. */
export const en = {
  ...common,
  ...problem,
  ...signIn,
  ...portal,
  ...overview,
  ...operate,
  ...webhooks,
  ...webhook,
  ...deliveries,
  ...events,
  ...live,
  ...eventTypes,
  ...profiles,
  ...documentation,
};
