import type { Page } from "playwright-core";
import type { en } from "../../public/texts/en/index.ts";
import { acts } from "./acts.ts";
import type { Ids } from "./story.ts";
import type { World } from "./world.ts";

/** Words of the page in the picture's language. */
export type Say = (key: keyof typeof en) => string;
export type Act = (page: Page, say: Say, world: World) => Promise<unknown>;

export type Picture = {
  /** Its file's name begins with both. */
  page: string;
  state: string;
  /** The route that it shows, as in the page's table; null where there is none. */
  route: string | null;
  /** Where it is found, behind the #; `:id` and the like of the route filled in. */
  at: string;
  /** What is done before it is taken. */
  act?: Act;
  /** Who looks: the owner unless given, on the story's site unless it is the fresh one. */
  as?: "owner" | "nobody" | "portal" | "reader";
  on?: "fresh";
  /** What goes wrong in it is meant to. */
  isBroken?: boolean;
  /** Only its upper part, for a picture among text. */
  isShort?: boolean;
};

const filled = (page: string, route: string, at = route): Picture => ({ page, state: "filled", route, at });
const empty = (page: string, route: string): Picture => ({
  page,
  state: "empty",
  route,
  at: route,
  on: "fresh",
});

const WEBHOOK = "/webhooks/:id/:tab?";
const DELIVERY = "/deliveries/:id";
const FILTERED = "/deliveries?status=failure&within=7d&status_code=5xx&min_attempts=2";

/** All of them: every route at least once, and the states that it may be in. */
export function pictures(ids: Ids): Picture[] {
  const webhook = (state: string, key: string, tab = "", act?: Act): Picture => ({
    ...{ page: "webhook", state, route: WEBHOOK, at: `/webhooks/${ids[key]}${tab}` },
    ...(act && { act }),
  });
  const delivery = (state: string, key: string, act?: Act): Picture => ({
    ...{ page: "delivery", state, route: DELIVERY, at: `/deliveries/${ids[key]}` },
    ...(act && { act }),
  });
  const portal = (page: string, state: string, route: string, at = route): Picture => ({
    ...{ page: `portal-${page}`, state, route, at, as: "portal" },
  });
  return [
    filled("overview", "/"),
    filled("webhooks", "/webhooks"),
    { ...filled("webhooks", "/webhooks", "/webhooks?q=nothing+has+this"), state: "filtered" },
    filled("webhook-new", "/webhooks/new"),
    { ...filled("webhook-new", "/webhooks/new"), state: "refused", act: acts.refusedUrl },
    webhook("failing", "failing"),
    ...["settings", "secret", "test", "health"].map((tab) => webhook(tab, "failing", `/${tab}`)),
    ...["healthy", "warning", "disabled", "paused", "unverified", "filtered", "hostile", "rtl"].map((key) =>
      webhook(key, key),
    ),
    webhook("hostile-settings", "hostile", "/settings"),
    webhook("recover", "failing", "", acts.recover),
    webhook("delete", "paused", "/settings", acts.deleteWebhook),
    webhook("key-shown", "healthy", "/secret", acts.showSecret),
    filled("deliveries", "/deliveries"),
    { ...filled("deliveries", "/deliveries"), state: "ticked", act: acts.tickRows },
    { ...filled("deliveries", "/deliveries", FILTERED), state: "filtered" },
    { ...filled("deliveries", "/deliveries", FILTERED), state: "export", act: acts.exportDeliveries },
    { ...filled("deliveries", "/deliveries", FILTERED), state: "cancel", act: acts.cancelDeliveries },
    delivery("waiting", "delivery"),
    delivery("delivered", "delivered"),
    delivery("exhausted", "exhausted"),
    delivery("hostile", "hostileDelivery"),
    { ...filled("delivery", DELIVERY, "/deliveries/dlv_none"), state: "missing", isBroken: true },
    filled("events", "/events"),
    filled("event-new", "/events/new", "/events/new?type=order.created&tenant=northwind"),
    filled("event", "/events/:id", `/events/${ids.event}?tenant=northwind`),
    { ...filled("live", "/live"), act: acts.live },
    filled("event-types", "/event-types"),
    { ...filled("event-types", "/event-types"), state: "import", act: acts.importTypes },
    filled("event-type", "/event-types/:name", "/event-types/order.created"),
    filled("profiles", "/profiles"),
    filled("profile", "/profiles/:name", "/profiles/northwind-contract"),
    { ...filled("profile", "/profiles/:name", "/profiles/orki"), state: "builtin" },
    filled("documentation", "/documentation"),
    filled("tenants", "/tenants"),
    filled("tenant-new", "/tenants/new"),
    filled("tenant", "/tenants/:id", "/tenants/northwind"),
    { ...filled("tenant", "/tenants/:id", "/tenants/contoso"), state: "delete", act: acts.deleteTenant },
    filled("api-keys", "/api-keys"),
    filled("api-key-new", "/api-keys/new"),
    { ...filled("api-key-new", "/api-keys/new"), state: "shown", act: acts.makeKey },
    ...(["notifications", "audit-log", "settings", "users", "account", "system"] as const).map((name) =>
      filled(name, `/${name}`),
    ),
    // README's: bun run screenshots test/screenshots/readme readme-light
    ...[filled("overview", "/"), webhook("failing", "failing"), delivery("waiting", "delivery")].map(
      (picture) => ({
        ...picture,
        state: "readme",
        isShort: true,
      }),
    ),
    { page: "not-found", state: "filled", route: null, at: "/no/such/page" },
    { page: "keys", state: "help", route: null, at: "/webhooks", act: acts.help },
    ...[
      "overview:/",
      "webhooks",
      "deliveries",
      "events",
      "live",
      "event-types",
      "notifications",
      "system",
    ].map((name) => {
      const [page = "", route = `/${page}`] = name.split(":");
      return empty(page, route);
    }),
    { page: "sign-in", state: "empty", route: null, at: "/", as: "nobody" },
    {
      page: "sign-in",
      state: "refused",
      route: null,
      at: "/",
      as: "nobody",
      act: acts.wrongPassword,
      isBroken: true,
    },
    {
      page: "setup",
      state: "empty",
      route: null,
      at: "/setup?token=link-of-the-log",
      as: "nobody",
      on: "fresh",
    },
    {
      page: "webhooks",
      state: "down",
      route: "/webhooks",
      at: "/webhooks",
      act: acts.serverAway,
      isBroken: true,
    },
    { page: "overview", state: "down", route: "/", at: "/", act: acts.serverAway, isBroken: true },
    portal("webhooks", "filled", "/"),
    portal("webhooks", "list", "/webhooks"),
    portal("webhook-new", "filled", "/webhooks/new"),
    portal("webhook", "failing", WEBHOOK, `/webhooks/${ids.failing}`),
    portal("webhook", "secret", WEBHOOK, `/webhooks/${ids.failing}/secret`),
    portal("deliveries", "filled", "/deliveries"),
    { ...portal("deliveries", "ticked", "/deliveries"), act: acts.tickRows },
    portal("delivery", "waiting", DELIVERY, `/deliveries/${ids.delivery}`),
    portal("notifications", "filled", "/notifications"),
    portal("documentation", "filled", "/documentation"),
    { ...portal("webhook", "read-only", WEBHOOK, `/webhooks/${ids.failing}`), as: "reader" },
    {
      page: "portal",
      state: "closed",
      route: null,
      at: "/",
      as: "nobody",
      act: acts.closedPortal,
      isBroken: true,
    },
  ];
}
