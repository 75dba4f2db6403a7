import { apiKeys } from "./api-keys.ts";
import { audit } from "./audit.ts";
import { notifications } from "./notifications.ts";
import { settings } from "./settings.ts";
import { system } from "./system.ts";
import { tenants } from "./tenants.ts";
import { users } from "./users.ts";

/** The pages of those who run Posthorn. */
export const operate = {
  ...tenants,
  ...apiKeys,
  ...notifications,
  ...audit,
  ...settings,
  ...system,
  ...users,
};
