import { deliveries } from "./webhook/deliveries.ts";
import { health } from "./webhook/health.ts";
import { page } from "./webhook/page.ts";
import { secret } from "./webhook/secret.ts";
import { settings } from "./webhook/settings.ts";
import { test } from "./webhook/test.ts";

export const webhook = { ...page, ...deliveries, ...settings, ...secret, ...test, ...health };
