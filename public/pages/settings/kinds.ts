import type { PlainKey } from "../../texts/index.ts";

/** How a setting is filled in. */
export type Kind = "text" | "area" | "flag" | "number" | "colour" | "logo" | "emails" | "origins";

type Group = { title: PlainKey; settings: readonly Name[] };

const kinds = {
  product_name: "text",
  logo: "logo",
  accent_color: "colour",
  introduction: "area",
  public_documentation: "flag",
  portal_frame_origins: "origins",
  strict_event_types: "flag",
  undeclared_event_types_per_tenant: "number",
  changes_per_minute: "number",
  webhooks_per_tenant: "number",
  notify_emails: "emails",
  mail_from: "text",
  retention_days: "number",
  audit_retention_days: "number",
} as const satisfies Record<string, Kind>;

export type Name = keyof typeof kinds;

export const isName = (name: string): name is Name => Object.hasOwn(kinds, name);
export const kindOf = (name: Name): Kind => kinds[name];

/** What belongs together. */
export const groups: readonly Group[] = [
  {
    title: "settings.group.portal",
    settings: [
      "product_name",
      "logo",
      "accent_color",
      "portal_frame_origins",
      "introduction",
      "public_documentation",
    ],
  },
  {
    title: "settings.group.catalogue",
    settings: ["strict_event_types", "undeclared_event_types_per_tenant"],
  },
  { title: "settings.group.limits", settings: ["webhooks_per_tenant", "changes_per_minute"] },
  { title: "settings.group.notifications", settings: ["notify_emails", "mail_from"] },
  { title: "settings.group.retention", settings: ["retention_days", "audit_retention_days"] },
];
