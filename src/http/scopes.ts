/** What an API key may do. Imports nothing, for the admin page has the same list. */
export const scopes = [
  "events:write",
  "events:read",
  "webhooks:read",
  "webhooks:write",
  "deliveries:read",
  "deliveries:write",
  "admin",
] as const;

export type Scope = (typeof scopes)[number];
