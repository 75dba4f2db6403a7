import {
  amount,
  count,
  currency,
  dateTime,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type Sample,
  type Schema,
  text,
  uri,
} from "./schema.ts";

// Source: seed 002, "supported events". The store ("venue") is the event's channel and stands in the data too.

const venue = object({ id: text("Id of the store."), name: text("Name of the store.") }, {}, "The store.");
const VENUE = { id: "store-7", name: "Green Leaf, Denver Colfax" };

const variant = object({
  id: text("Id of the variant."),
  sku: text("Stock keeping unit."),
  name: text("What tells it from the other variants, such as its weight."),
  price: amount("Price before tax."),
  quantity: count("How many the store has."),
});

const product = object(
  {
    id: text("Id of the product."),
    venue,
    name: text("Name of the product."),
    category: text("Category that the menu shows it in."),
    currency,
    is_published: flag("Whether the store's menu shows it."),
    variants: list("What can be bought of it.", variant, { minItems: 1 }),
    created_at: dateTime("When the product was created."),
    updated_at: dateTime("When the product was last changed."),
  },
  {
    brand: orNull(text("Brand of the product.")),
    description: text("What the store's page says of it."),
    image_url: uri("Its first picture."),
  },
);

const PRODUCT = {
  id: "prd_20417",
  venue: VENUE,
  name: "Sour Diesel Pre-Roll",
  brand: "High Meadow",
  category: "Pre-Rolls",
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

const line = object(
  {
    product_id: text("Id of the product."),
    variant_id: text("Id of the variant."),
    name: text("Name of the product when it was ordered."),
    quantity: { type: "integer", description: "How many were ordered.", minimum: 1 },
    unit_price: amount("Price of one before tax."),
  },
  { discount: amount("What was taken off the line.") },
);

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
  id: text("Id of the order."),
  number: text("Number that the customer knows it by."),
  venue,
  status: oneOf("Status of the order now.", [...new Set(Object.values(statuses))]),
  fulfillment: oneOf("How the customer gets it.", ["pickup", "delivery", "shipping"]),
  customer: object(
    { id: text("Id of the customer."), first_name: text("First name.") },
    { last_name: text("Last name."), phone: text("Phone number in international form.") },
    "Who ordered.",
  ),
  items: list("What was ordered.", line, { minItems: 1 }),
  currency,
  subtotal: amount("Sum of the lines."),
  tax: amount("Taxes on it."),
  total: amount("What the customer pays."),
  created_at: dateTime("When it was ordered."),
  updated_at: dateTime("When the order was last changed."),
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
    schema: object({ ...orderFields, ...schema }),
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
    schema: object({ id: text("Id of the product."), venue, deleted_at: dateTime("When it was deleted.") }),
    example: { id: PRODUCT.id, venue: VENUE, deleted_at: "2024-01-15T10:30:00Z" },
  },
  order("created", "A customer placed an order.", { example: { updated_at: ORDER.created_at } }),
  order("confirmed", "The store confirmed an order."),
  order("updated", "An order was changed, in its lines or its customer's details."),
  order("cancelled", "An order was cancelled.", {
    schema: {
      cancel_reason: orNull(text("Why it was cancelled, where somebody said so.")),
      cancelled_by: oneOf("Who cancelled it.", ["customer", "store", "system"]),
    },
    example: { cancel_reason: "The customer changed their mind.", cancelled_by: "customer" },
  }),
  order("closed", "An order is finished and paid; nothing of it changes any more.", {
    schema: { closed_at: dateTime("When it was closed.") },
    example: { closed_at: "2024-01-15T10:30:00Z" },
  }),
  order("out_for_delivery", "A driver has left with an order.", {
    schema: { estimated_delivery_at: orNull(dateTime("When the driver is expected to arrive.")) },
    example: { estimated_delivery_at: "2024-01-15T11:05:00Z" },
  }),
  order("ready_for_pickup", "An order waits in the store for its customer.", { fulfillment: "pickup" }),
  order("delivered", "An order was handed over to its customer.", {
    schema: { delivered_at: dateTime("When it was handed over.") },
    example: { delivered_at: "2024-01-15T10:30:00Z" },
  }),
  order("shipped", "An order was given to a carrier.", {
    fulfillment: "shipping",
    schema: { carrier: text("Name of the carrier."), tracking_number: text("Number to follow it with.") },
    example: TRACKING,
  }),
];
