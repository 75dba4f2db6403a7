import type { en } from "../en/index.ts";
import type { Table } from "../types.ts";
import { common } from "./common.ts";
import { deliveries } from "./deliveries.ts";
import { eventTypes } from "./event-types.ts";
import { events } from "./events.ts";
import { overview } from "./overview.ts";
import { problem } from "./problem.ts";
import { signIn } from "./sign-in.ts";
import { webhooks } from "./webhooks.ts";

export const ar: Table<typeof en> = { ...common, ...problem, ...signIn, ...overview, ...webhooks, ...deliveries, ...events, ...eventTypes };
