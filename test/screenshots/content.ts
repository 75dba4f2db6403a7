/** The people of the story and what they have, as the API takes it. */

export const LONG = "a-name-that-somebody-made-as-long-as-it-may-be-".repeat(4).slice(0, 128);
export const HOSTILE = `<script>alert("name")</script> \u202egnirts ${"wide ".repeat(30)}`.slice(0, 200);

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
  ..."Adatum,Alpine Ski House,Blue Yonder,Bellows College,City Power,Coho Vineyard,Fourth Coffee,Graphic Design Institute".split(
    ",",
  ),
  ..."Humongous Insurance,Lamna Healthcare,Liberty Delightful,Lucerne Publishing,Margie's Travel,Munson's Pickles,Nod Publishers".split(
    ",",
  ),
  ..."Proseware,Relecloud,School of Fine Art,Southridge Video,Tailwind,Trey Research,VanArsdel,Wide World Importers,Wingtip Toys".split(
    ",",
  ),
];

export const apiKeys = [
  { name: "Shop backend, production", scopes: ["events:write"], event_types: ["order.*", "stock.*"] },
  {
    name: "Northwind's own integration",
    scopes: ["events:write", "webhooks:read"],
    tenant: "northwind",
    app_user: "user-42",
  },
  { name: "Deployment pipeline", scopes: ["admin"] },
  {
    name: HOSTILE,
    scopes: ["events:read", "deliveries:read", "webhooks:read", "webhooks:write"],
    tenant: LONG,
  },
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
  [
    "northwind",
    [
      "order.created",
      "order.created",
      "order.updated",
      "order.completed",
      "payment.succeeded",
      "inventory.updated",
    ],
  ],
  [
    "contoso",
    [
      "inventory.updated",
      "inventory.low_stock",
      "payment.succeeded",
      "payment.failed",
      "subscription.upgraded",
    ],
  ],
  ["greenleaf", ["order.created", "product.updated", "product.created"]],
  ["almaha", ["message.created", "message.created", "chat.status_changed", "meta.message"]],
  ["fabrikam", ["order.dispatched", "document.created", "stock.level_changed"]],
  [LONG, ["order.created"]],
];
