import { api } from "../../api/client.ts";
import type { Fields } from "./form/body.ts";

type Body = Parameters<ReturnType<typeof api.webhooks>["patch"]>[0];

/** Changes what is given of a webhook. The route's model loses the words of a status on their way through its types. */
export const patchWebhook = (id: string, changes: Partial<Fields> & { status?: "active" | "paused" }) =>
  api.webhooks({ id }).patch(changes as Body);
