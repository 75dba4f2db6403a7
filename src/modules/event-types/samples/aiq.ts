import { CURRENCY, data, list, member, object, oneOf, type Sample, type Schema } from "./schema.ts";

// Source: seed 002, "supported events". The store ("venue") is the event's channel and stands in the data too.

const venue = object({ id: member("Id of the store."), name: member("Name of the store.") }, "The store.");
const VENUE = { id: "store-7", name: "Green Leaf, Denver Colfax" };

const variant = object({
  id: member("Id of the variant."),
  sku: member("Stock keeping unit."),
  name: member("What tells it from the other variants, such as its weight."),
  price: member("Price before tax."),
  quantity: member("How many the store has."),
});

const product = data({
  id: member("Id of the product."),
  venue,
  name: member("Name of the product."),
  category: member("Category that the menu shows it in."),
  currency: CURRENCY,
  is_published: member("Whether the store's menu shows it."),
  variants: list("What can be bought of it.", variant),
  created_at: member("When the product was created."),
  updated_at: member("When the product was last changed."),
  brand: member("Brand of the product."),
  description: member("What the store's page says of it."),
  image_url: member("Its first picture."),
});

const PRODUCT = {
  id: "prd_20417",
  venue: VENUE,
  name: "Sour Diesel Pre-Roll",
  brand: "High Meadow",
  category: "Pre-Rolls",
  description: "Slow-burning, citrus and diesel.",
  currency: "USD",
  is_published: true,
  variants: [
    { id: "var_1", sku: "SD-PR-1G", name: "1 g", price: 9.5, quantity: 42 },
    { id: "var_2", sku: "SD-PR-5PK", name: "5 pack", price: 39, quantity: 8 },
  ],
  image_url: "https://images.example.com/products/sd-pr.jpg",
  created_at: "2024-01-03T17:20:00Z",
  updated_at: "2024-01-15T10:30:00Z",
};

const line = object({
  product_id: member("Id of the product."),
  variant_id: member("Id of the variant."),
  name: member("Name of the product when it was ordered."),
  quantity: { type: "integer", description: "How many were ordered.", minimum: 1 },
  unit_price: member("Price of one before tax."),
  discount: member("What was taken off the line."),
});

/** Statuses of an order, by what has happened to it last. */
const statuses = {
  created: "pending",
  confirmed: "confirmed",
  updated: "confirmed",
  cancelled: "cancelled",
  closed: "closed",
  out_for_delivery: "out_for_delivery",
  ready_for_pickup: "ready_for_pickup",
  delivered: "delivered",
  shipped: "shipped",
} as const;

type OrderEvent = keyof typeof statuses;

const orderFields = {
  id: member("Id of the order."),
  number: member("Number that the customer knows it by."),
  venue,
  status: oneOf("Status of the order now.", [...new Set(Object.values(statuses))]),
  fulfillment: oneOf("How the customer gets it.", ["pickup", "delivery", "shipping"]),
  customer: object(
    {
      id: member("Id of the customer."),
      first_name: member("First name."),
      last_name: member("Last name."),
      phone: member("Phone number in international form."),
    },
    "Who ordered.",
  ),
  items: list("What was ordered.", line),
  currency: CURRENCY,
  subtotal: member("Sum of the lines."),
  tax: member("Taxes on it."),
  total: member("What the customer pays."),
  created_at: member("When it was ordered."),
  updated_at: member("When the order was last changed."),
};

const ORDER = {
  id: "ord_88213",
  number: "GL-10472",
  venue: VENUE,
  customer: { id: "cus_3391", first_name: "Dana", last_name: "Reyes", phone: "+13035550142" },
  items: [
    {
      ...{ product_id: "prd_20417", variant_id: "var_1", name: "Sour Diesel Pre-Roll" },
      ...{ quantity: 2, unit_price: 9.5 },
    },
  ],
  currency: "USD",
  subtotal: 19,
  tax: 3.8,
  total: 22.8,
  created_at: "2024-01-15T10:05:12Z",
  updated_at: "2024-01-15T10:30:00Z",
};

/** How the order of an example is fulfilled, and the members that only this event has. */
type Special = { fulfillment?: string; schema?: Record<string, Schema>; example?: Record<string, unknown> };

function order(event: OrderEvent, description: string, special: Special = {}): Sample {
  const { fulfillment = "delivery", schema = {}, example = {} } = special;
  return {
    ...{ name: `order.${event}`, description, group: "Orders" },
    schema: data({ ...orderFields, ...schema }),
    example: { ...ORDER, status: statuses[event], fulfillment, ...example },
  };
}

const TRACKING = { carrier: "UPS", tracking_number: "1Z999AA10123456784" };

export const aiq: Sample[] = [
  {
    ...{ name: "product.created", description: "A product was created.", group: "Products" },
    schema: product,
    example: { ...PRODUCT, created_at: PRODUCT.updated_at },
  },
  {
    ...{ name: "product.updated", description: "A product was changed.", group: "Products" },
    schema: product,
    example: PRODUCT,
  },
  {
    ...{ name: "product.deleted", description: "A product was deleted.", group: "Products" },
    schema: data({ id: member("Id of the product."), venue, deleted_at: member("When it was deleted.") }),
    example: { id: PRODUCT.id, venue: VENUE, deleted_at: "2024-01-15T10:30:00Z" },
  },
  order("created", "A customer placed an order.", { example: { updated_at: ORDER.created_at } }),
  order("confirmed", "The store confirmed an order."),
  order("updated", "An order was changed, in its lines or its customer's details."),
  order("cancelled", "An order was cancelled.", {
    schema: {
      cancel_reason: member("Why it was cancelled, where somebody said so."),
      cancelled_by: oneOf("Who cancelled it.", ["customer", "store", "system"]),
    },
    example: { cancel_reason: "The customer changed their mind.", cancelled_by: "customer" },
  }),
  order("closed", "An order is finished and paid; nothing of it changes any more.", {
    schema: { closed_at: member("When it was closed.") },
    example: { closed_at: "2024-01-15T10:30:00Z" },
  }),
  order("out_for_delivery", "A driver has left with an order.", {
    schema: { estimated_delivery_at: member("When the driver is expected to arrive.") },
    example: { estimated_delivery_at: "2024-01-15T11:05:00Z" },
  }),
  order("ready_for_pickup", "An order waits in the store for its customer.", { fulfillment: "pickup" }),
  order("delivered", "An order was handed over to its customer.", {
    schema: { delivered_at: member("When it was handed over.") },
    example: { delivered_at: "2024-01-15T10:30:00Z" },
  }),
  order("shipped", "An order was given to a carrier.", {
    fulfillment: "shipping",
    schema: { carrier: member("Name of the carrier."), tracking_number: member("Number to follow it with.") },
    example: TRACKING,
  }),
];
