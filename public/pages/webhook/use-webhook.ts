import { api } from "../../api/client.ts";
import { type Resource, useResource } from "../../api/resource.ts";
import type { Webhook } from "./types.ts";

/** Its health is looked at again this often. */
export const EVERY_MS = 15_000;

/** The webhook, kept up to date while the page can be seen. */
export const useWebhook = (id: string): Resource<Webhook> =>
  useResource(() => api.webhooks({ id }).get(), [id], { everyMs: EVERY_MS });
