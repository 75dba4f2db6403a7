import { api } from "../../api/client.ts";
import type { Fields } from "./form/body.ts";

/** Changes what is given of a webhook. */
export const patchWebhook = (id: string, changes: Partial<Fields> & { status?: "active" | "paused" }) =>
  api.webhooks({ id }).patch(changes);
