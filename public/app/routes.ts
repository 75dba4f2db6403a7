import { lazyPage, type PageComponent } from "./lazy.tsx";
import { isPortal } from "./mode.ts";

export type PageRoute = {
  /** As the router has it: `/webhooks/:id`; what comes first wins. */
  path: string;
  page: PageComponent;
  /** Where it exists; on both unless given. */
  only?: "admin" | "portal";
};

const table: PageRoute[] = [
  { path: "/", page: lazyPage(() => import("../pages/overview/overview.tsx")), only: "admin" },
  { path: "/", page: lazyPage(() => import("../pages/webhooks/list.tsx")), only: "portal" },
  { path: "/webhooks", page: lazyPage(() => import("../pages/webhooks/list.tsx")) },
  { path: "/webhooks/new", page: lazyPage(() => import("../pages/webhook/new.tsx")) },
  { path: "/webhooks/:id/:tab?", page: lazyPage(() => import("../pages/webhook/webhook.tsx")) },
  { path: "/deliveries", page: lazyPage(() => import("../pages/deliveries/list.tsx")) },
  { path: "/deliveries/:id", page: lazyPage(() => import("../pages/delivery/delivery.tsx")) },
  { path: "/events", page: lazyPage(() => import("../pages/events/list.tsx")), only: "admin" },
  { path: "/events/new", page: lazyPage(() => import("../pages/events/new.tsx")), only: "admin" },
  { path: "/events/:id", page: lazyPage(() => import("../pages/events/event.tsx")), only: "admin" },
  { path: "/live", page: lazyPage(() => import("../pages/live/live.tsx")), only: "admin" },
  { path: "/event-types", page: lazyPage(() => import("../pages/event-types/list.tsx")), only: "admin" },
  {
    path: "/event-types/:name",
    page: lazyPage(() => import("../pages/event-types/event-type.tsx")),
    only: "admin",
  },
  { path: "/profiles", page: lazyPage(() => import("../pages/profiles/list.tsx")), only: "admin" },
  { path: "/profiles/:name", page: lazyPage(() => import("../pages/profiles/profile.tsx")), only: "admin" },
  { path: "/documentation", page: lazyPage(() => import("../pages/documentation/documentation.tsx")) },
  { path: "/tenants", page: lazyPage(() => import("../pages/tenants/list.tsx")), only: "admin" },
  { path: "/tenants/new", page: lazyPage(() => import("../pages/tenants/new.tsx")), only: "admin" },
  { path: "/tenants/:id", page: lazyPage(() => import("../pages/tenants/tenant.tsx")), only: "admin" },
  { path: "/api-keys", page: lazyPage(() => import("../pages/api-keys/list.tsx")), only: "admin" },
  { path: "/api-keys/new", page: lazyPage(() => import("../pages/api-keys/new.tsx")), only: "admin" },
  { path: "/notifications", page: lazyPage(() => import("../pages/notifications/list.tsx")) },
  { path: "/audit-log", page: lazyPage(() => import("../pages/audit-log/list.tsx")), only: "admin" },
  { path: "/settings", page: lazyPage(() => import("../pages/settings/page.tsx")), only: "admin" },
  { path: "/users", page: lazyPage(() => import("../pages/users/list.tsx")), only: "admin" },
  { path: "/account", page: lazyPage(() => import("../pages/account/page.tsx")), only: "admin" },
  { path: "/system", page: lazyPage(() => import("../pages/system/page.tsx")), only: "admin" },
];

/** Every page there is here. A new one is one line above, and one in `navigation.ts` where the menu has it. */
export const routes: readonly PageRoute[] = table.filter(
  ({ only }) => only === undefined || only === (isPortal ? "portal" : "admin"),
);
