import { signal } from "@preact/signals";

/** How many webhooks are failing, as the last statistics told; the menu shows it. */
export const failingWebhooks = signal(0);
