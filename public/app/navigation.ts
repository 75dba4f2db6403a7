import type { PlainKey } from "../texts/index.ts";
import { isPortal } from "./mode.ts";

export type Entry = {
  path: string;
  text: PlainKey;
  /** With `g` before it, goes there. */
  key: string;
  /** Shown to owners only. */
  isForOwners?: boolean;
};
export type Group = { text: PlainKey | null; entries: Entry[] };

const admin: Group[] = [
  {
    text: null,
    entries: [
      { path: "/", text: "nav.overview", key: "o" },
      { path: "/webhooks", text: "nav.webhooks", key: "w" },
      { path: "/deliveries", text: "nav.deliveries", key: "v" },
      { path: "/events", text: "nav.events", key: "e" },
      { path: "/live", text: "nav.live", key: "l" },
    ],
  },
  {
    text: "nav.contract",
    entries: [
      { path: "/event-types", text: "nav.event_types", key: "t" },
      { path: "/profiles", text: "nav.profiles", key: "p" },
      { path: "/documentation", text: "nav.documentation", key: "d" },
    ],
  },
  {
    text: "nav.operate",
    entries: [
      { path: "/tenants", text: "nav.tenants", key: "n" },
      { path: "/api-keys", text: "nav.api_keys", key: "k" },
      { path: "/notifications", text: "nav.notifications", key: "i" },
      { path: "/audit-log", text: "nav.audit_log", key: "a" },
      { path: "/settings", text: "nav.settings", key: "s" },
      { path: "/users", text: "nav.users", key: "u", isForOwners: true },
      { path: "/system", text: "nav.system", key: "y" },
    ],
  },
];

const portal: Group[] = [
  {
    text: null,
    entries: [
      { path: "/webhooks", text: "nav.webhooks", key: "w" },
      { path: "/deliveries", text: "nav.deliveries", key: "e" },
      { path: "/notifications", text: "nav.notifications", key: "i" },
      { path: "/documentation", text: "nav.documentation", key: "d" },
    ],
  },
];

export const navigation: readonly Group[] = isPortal ? portal : admin;

/** The menu entry that a path belongs to: `/webhooks/wh_1` is below Webhooks. */
export function isBelow(path: string, entry: string): boolean {
  if (isPortal && path === "/") return entry === "/webhooks";
  return path === entry || (entry !== "/" && path.startsWith(`${entry}/`));
}
