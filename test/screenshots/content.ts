/** The people and webhooks of the story, as the API takes them. */

export const LONG = "a-name-that-somebody-made-as-long-as-it-may-be-".repeat(4).slice(0, 128);
const HOSTILE = `<script>alert("name")</script> \u202egnirts ${"wide ".repeat(30)}`.slice(0, 200);

export const tenants: Record<string, object> = {
  northwind: { name: "Northwind Traders", notify: { emails: ["it@northwind.example"], url: null } },
  contoso: { name: "Contoso Organic GmbH", profile: "organiko", metadata: { plan: "growth", seats: 12 } },
  greenleaf: { name: "Green Leaf Stores", profile: "aiq" },
  almaha: { name: "متاجر المها للتجارة", profile: "orki", notify: { emails: ["it@almaha.example"] } },
  fabrikam: { name: "Fabrikam Freight" },
  [LONG]: { name: HOSTILE },
};

/** Customers that have nothing yet, so that the list is as long as in life. */
export const quietTenants = [
  ..."Adatum,Alpine Ski House,Blue Yonder,Bellows College,City Power,Coho Vineyard,Fourth Coffee,Graphic Design Institute".split(","),
  ..."Humongous Insurance,Lamna Healthcare,Liberty Delightful,Lucerne Publishing,Margie's Travel,Munson's Pickles,Nod Publishers".split(","),
  ..."Proseware,Relecloud,School of Fine Art,Southridge Video,Tailwind,Trey Research,VanArsdel,Wide World Importers,Wingtip Toys".split(","),
];

type Webhook = { key: string; url: string; event_types: string[]; [more: string]: unknown };

/** `key` names it in the pictures. */
export const webhooks: Webhook[] = [
  {
    key: "healthy",
    ...{ tenant: "northwind", url: "https://erp.northwind.example/hooks/posthorn", event_types: ["order.*", "payment.*"] },
    ...{ description: "Orders and payments into the ERP", headers: { "x-team": "integration", authorization: "Bearer erp-7f3a91c0d2" } },
    metadata: { owner: "integration@northwind.example" },
  },
  {
    key: "failing",
    ...{ tenant: "northwind", url: "https://warehouse.northwind.example/api/v2/webhooks/orders?site=rotterdam" },
    ...{ event_types: ["order.*", "stock.*", "inventory.updated"], description: "Warehouse, Rotterdam", profile: "northwind-contract" },
  },
  {
    key: "warning",
    ...{ tenant: "contoso", url: "https://legacy.contoso.example/inventory", event_types: ["inventory.*"] },
    description: "Stock counts for the old shop",
  },
  { key: "billing", tenant: "contoso", url: "https://billing.contoso.example/events", event_types: ["payment.*", "subscription.*"] },
  { key: "slow", tenant: "greenleaf", url: "https://slow.greenleaf.example/in", event_types: ["*"], description: "Menu boards" },
  { key: "typo", tenant: "greenleaf", url: "https://typo.greenleaf.example/hooks", event_types: ["product.*"] },
  { key: "rtl", tenant: "almaha", url: "https://crm.almaha.example/استقبال", event_types: ["message.created", "chat.*"], secret: "almaha-token-1", description: "رسائل العملاء إلى نظام إدارة العلاقات" },
  { key: "unverified", tenant: "almaha", url: "https://unproven.almaha.example/meta", event_types: ["meta.message"], secret: "almaha-token-2" },
  { key: "moved", tenant: "fabrikam", url: "https://moved.fabrikam.example/hooks", event_types: ["order.dispatched"] },
  { key: "disabled", tenant: "fabrikam", url: "https://retired.fabrikam.example/v1/events", event_types: ["order.*"], description: "Replaced in 2026" },
  { key: "paused", tenant: "fabrikam", url: "https://docs.fabrikam.example/incoming", event_types: ["document.created"] },
  {
    key: "filtered",
    ...{ tenant: "northwind", url: "https://analytics.northwind.example/big-orders", event_types: ["order.*"] },
    ...{ filter: "data.total > 40", channels: ["store-7", "store-9"], rate_limit: 50 },
  },
  {
    key: "hostile",
    ...{ tenant: LONG, url: `https://hostile.example/${"a-very-long-path/".repeat(60)}?q=%3Cscript%3E`, event_types: ["order.*"] },
    description: HOSTILE.repeat(4).slice(0, 900),
  },
];

export const apiKeys = [
  { name: "Shop backend, production", scopes: ["events:write"], event_types: ["order.*", "stock.*"] },
  { name: "Northwind's own integration", scopes: ["events:write", "webhooks:read"], tenant: "northwind", app_user: "user-42" },
  { name: "Deployment pipeline", scopes: ["admin"] },
  { name: HOSTILE, scopes: ["events:read", "deliveries:read", "webhooks:read", "webhooks:write"], tenant: LONG },
];

export const colleagues = [
  { name: "Otto Operator", email: "otto@example.com", role: "operator" },
  { name: "Vera Viewer", email: "vera@example.com", role: "viewer" },
  { name: "نورة الحربي", email: "noura@example.com", role: "operator" },
];

export const settings: Record<string, unknown> = {
  product_name: "Northwind Commerce",
  accent_color: "#0f766e",
  introduction: "Northwind Commerce tells your systems about orders, stock and payments as they happen.",
  notify_emails: ["ops@example.com", "night@example.com"],
  portal_frame_origins: ["https://shop.northwind.example"],
  public_documentation: true,
};

/** Which events the tenants send, each as often as it stands here. */
export const business: [tenant: string, types: string[]][] = [
  ["northwind", ["order.created", "order.created", "order.updated", "order.completed", "payment.succeeded", "inventory.updated"]],
  ["contoso", ["inventory.updated", "inventory.low_stock", "payment.succeeded", "payment.failed", "subscription.upgraded"]],
  ["greenleaf", ["order.created", "product.updated", "product.created"]],
  ["almaha", ["message.created", "message.created", "chat.status_changed", "meta.message"]],
  ["fabrikam", ["order.dispatched", "document.created", "stock.level_changed"]],
  [LONG, ["order.created"]],
];
