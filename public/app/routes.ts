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
];

/** Every page there is here. A new one is one line above, and one in `navigation.ts` where the menu has it. */
export const routes: readonly PageRoute[] = table.filter(
  ({ only }) => only === undefined || only === (isPortal ? "portal" : "admin"),
);
