import { common } from "./common.ts";
import { deliveries } from "./deliveries.ts";
import { eventTypes } from "./event-types.ts";
import { events } from "./events.ts";
import { overview } from "./overview.ts";
import { problem } from "./problem.ts";
import { signIn } from "./sign-in.ts";
import { webhooks } from "./webhooks.ts";

/** Every text of the page. English is the original: its keys are what the other languages have to have. */
export const en = { ...common, ...problem, ...signIn, ...overview, ...webhooks, ...deliveries, ...events, ...eventTypes };
