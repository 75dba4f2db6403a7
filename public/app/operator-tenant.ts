/** Posthorn's own tenant, whose events are what happens to webhooks. The list of tenants has it only where it is named. */
export const OPERATOR_TENANT = "_operator";
