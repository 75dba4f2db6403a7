import { HOSTILE, LONG } from "./content.ts";

type Webhook = { key: string; url: string; event_types: string[]; [more: string]: unknown };

/** `key` names it in the pictures. */
export const webhooks: Webhook[] = [
  {
    key: "healthy",
    ...{
      tenant: "northwind",
      url: "https://erp.northwind.example/hooks/posthorn",
      event_types: ["order.*", "payment.*"],
    },
    ...{
      description: "Orders and payments into the ERP",
      headers: { "x-team": "integration", authorization: "Bearer erp-7f3a91c0d2" },
    },
    metadata: { owner: "integration@northwind.example" },
  },
  {
    key: "failing",
    ...{
      tenant: "northwind",
      url: "https://warehouse.northwind.example/api/v2/webhooks/orders?site=rotterdam",
    },
    ...{
      event_types: ["order.*", "stock.*", "inventory.updated"],
      description: "Warehouse, Rotterdam",
      profile: "northwind-contract",
    },
  },
  {
    key: "warning",
    ...{ tenant: "contoso", url: "https://legacy.contoso.example/inventory", event_types: ["inventory.*"] },
    description: "Stock counts for the old shop",
  },
  {
    key: "billing",
    tenant: "contoso",
    url: "https://billing.contoso.example/events",
    event_types: ["payment.*", "subscription.*"],
  },
  {
    key: "slow",
    tenant: "greenleaf",
    url: "https://slow.greenleaf.example/in",
    event_types: ["*"],
    description: "Menu boards",
  },
  {
    key: "typo",
    tenant: "greenleaf",
    url: "https://typo.greenleaf.example/hooks",
    event_types: ["product.*"],
  },
  {
    key: "rtl",
    tenant: "almaha",
    url: "https://crm.almaha.example/استقبال",
    event_types: ["message.created", "chat.*"],
    secret: "almaha-token-1",
    description: "رسائل العملاء إلى نظام إدارة العلاقات",
  },
  {
    key: "unverified",
    tenant: "almaha",
    url: "https://unproven.almaha.example/meta",
    event_types: ["meta.message"],
    secret: "almaha-token-2",
  },
  {
    key: "moved",
    tenant: "fabrikam",
    url: "https://moved.fabrikam.example/hooks",
    event_types: ["order.dispatched"],
  },
  {
    key: "disabled",
    tenant: "fabrikam",
    url: "https://retired.fabrikam.example/v1/events",
    event_types: ["order.*"],
    description: "Replaced in 2026",
  },
  {
    key: "paused",
    tenant: "fabrikam",
    url: "https://docs.fabrikam.example/incoming",
    event_types: ["document.created"],
  },
  {
    key: "filtered",
    ...{
      tenant: "northwind",
      url: "https://analytics.northwind.example/big-orders",
      event_types: ["order.*"],
    },
    ...{ filter: "data.total > 40", channels: ["store-7", "store-9"], rate_limit: 50 },
  },
  {
    key: "hostile",
    ...{
      tenant: LONG,
      url: `https://hostile.example/${"a-very-long-path/".repeat(60)}?q=%3Cscript%3E`,
      event_types: ["order.*"],
    },
    description: HOSTILE.repeat(4).slice(0, 900),
  },
];
