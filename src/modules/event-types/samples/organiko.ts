import { CURRENCY, data, list, member, object, oneOf, type Sample } from "./schema.ts";

// Source: seed 000; the descriptions are its sentences, the names are ours but for `order.certified`.

const sku = member("Stock keeping unit of the product.");
const lot = member("Number of the lot, by which organic goods are traced.");
const unit = oneOf("Unit of all quantities.", ["kg", "g", "l", "piece", "case", "pallet"]);
const warehouse = member("Code of the warehouse.");
const item = {
  item_id: member("Id of the inventory item."),
  sku,
  name: member("Name of the product."),
  unit,
};

const ITEM = { item_id: "itm_5k21", sku: "QUI-WHT-25", name: "Organic white quinoa, 25 kg bag", unit: "kg" };

const TIERS = ["starter", "growth", "professional", "enterprise"];
const tier = (description: string) => oneOf(description, TIERS);
const subscription = { subscription_id: member("Id of the subscription.") };
const interval = oneOf("How often it is paid.", ["month", "year"]);

const payment = {
  payment_id: member("Id of the payment."),
  ...subscription,
  invoice_number: member("Number of the invoice that is paid."),
  amount: member("What is paid, in the currency's main unit."),
  currency: CURRENCY,
  method: oneOf("How it is paid.", ["card", "sepa_debit", "bank_transfer"]),
};
const PAYMENT = {
  payment_id: "pay_7c90",
  subscription_id: "sub_31fa",
  invoice_number: "INV-2024-0117",
  amount: 249,
  currency: "EUR",
  method: "card",
};

const integration = {
  integration_id: member("Id of the integration."),
  provider: member("Which system is integrated, in lower case."),
  name: member("Name that the account's users gave it."),
};
const INTEGRATION = { integration_id: "int_0d4e", provider: "shopify", name: "Webshop Germany" };

const changedTier = (when: string) => ({
  schema: data({
    ...subscription,
    previous_tier: tier("Tier before."),
    tier: tier("Tier from now on."),
    interval,
    effective_at: member(when),
  }),
});

export const organiko: Sample[] = [
  {
    name: "order.certified",
    description: "Triggered when a purchase order is certified for organic compliance.",
    group: "Orders",
    schema: data({
      order_id: member("Id of the purchase order."),
      order_number: member("Number of the purchase order, as people know it."),
      supplier: object({ id: member("Id."), name: member("Name.") }, "Who delivers the goods."),
      certification: object(
        {
          certificate_number: member("Number of the certificate."),
          standard: oneOf("Standard that it certifies.", ["EU-Organic", "USDA-NOP", "JAS", "COR"]),
          body: member("Code of the control body that issued it."),
          valid_until: member("Last day on which it is valid."),
        },
        "The certificate that covers the order.",
      ),
      certified_at: member("When the order was certified."),
      lots: list("Lots that it covers.", lot),
    }),
    example: {
      order_id: "po_9f2c",
      order_number: "PO-2024-0042",
      supplier: { id: "sup_12", name: "Andean Grains Cooperative" },
      certification: {
        certificate_number: "DE-ÖKO-006-2024-01873",
        standard: "EU-Organic",
        body: "DE-ÖKO-006",
        valid_until: "2025-01-31",
      },
      certified_at: "2024-01-15T10:30:00.000Z",
      lots: ["L240108-A", "L240108-B"],
    },
  },
  {
    name: "inventory.allocated",
    description: "Triggered when inventory is allocated to a sales order.",
    group: "Inventory",
    schema: data({
      allocation_id: member("Id of the allocation."),
      sales_order_id: member("Id of the sales order."),
      warehouse,
      items: list(
        "What was allocated.",
        object({ ...item, quantity: member("How much was allocated."), lot }),
      ),
      allocated_at: member("When it was allocated."),
    }),
    example: {
      allocation_id: "alc_6b1d",
      sales_order_id: "so_1180",
      warehouse: "HAM-2",
      items: [{ ...ITEM, quantity: 500, lot: "L240108-A" }],
      allocated_at: "2024-01-15T10:30:00.000Z",
    },
  },
  {
    name: "inventory.updated",
    description: "Triggered when inventory levels or details are updated.",
    group: "Inventory",
    schema: data({
      ...item,
      warehouse,
      quantity_on_hand: member("How much is there."),
      quantity_allocated: member("How much of it is allocated to sales orders."),
      updated_at: member("When it was updated."),
      lot,
      expires_on: member("Last day on which the lot may be sold."),
    }),
    example: {
      ...ITEM,
      warehouse: "HAM-2",
      quantity_on_hand: 1850,
      quantity_allocated: 500,
      lot: "L240108-A",
      expires_on: "2025-07-31",
      updated_at: "2024-01-15T10:30:00.000Z",
    },
  },
  {
    name: "inventory.low_stock",
    description: "Triggered when inventory falls below minimum threshold.",
    group: "Inventory",
    schema: data({
      ...item,
      warehouse,
      quantity_on_hand: member("How much is there."),
      minimum_quantity: member("The threshold that it fell below."),
      detected_at: member("When it fell below the threshold."),
      reorder_quantity: member("How much to order, by the item's rule."),
    }),
    example: {
      ...ITEM,
      warehouse: "HAM-2",
      quantity_on_hand: 175,
      minimum_quantity: 250,
      reorder_quantity: 1000,
      detected_at: "2024-01-15T10:30:00.000Z",
    },
  },
  {
    name: "subscription.upgraded",
    description: "Triggered when a subscription tier is upgraded.",
    group: "Subscriptions",
    ...changedTier("When the higher tier begins."),
    example: {
      subscription_id: "sub_31fa",
      previous_tier: "growth",
      tier: "professional",
      interval: "month",
      effective_at: "2024-01-15T10:30:00.000Z",
    },
  },
  {
    name: "subscription.downgraded",
    description: "Triggered when a subscription tier is downgraded.",
    group: "Subscriptions",
    ...changedTier("When the lower tier begins: at the end of the period that is paid."),
    example: {
      subscription_id: "sub_31fa",
      previous_tier: "professional",
      tier: "growth",
      interval: "month",
      effective_at: "2024-02-01T00:00:00.000Z",
    },
  },
  {
    name: "subscription.cancelled",
    description: "Triggered when a subscription is cancelled.",
    group: "Subscriptions",
    schema: data({
      ...subscription,
      tier: tier("Tier that was cancelled."),
      cancelled_at: member("When it was cancelled."),
      ends_at: member("Until when it can still be used."),
      reason: member("What the customer gave as the reason."),
    }),
    example: {
      subscription_id: "sub_31fa",
      tier: "growth",
      cancelled_at: "2024-01-15T10:30:00.000Z",
      ends_at: "2024-02-01T00:00:00.000Z",
      reason: "We moved to our group's system.",
    },
  },
  {
    name: "payment.failed",
    description: "Triggered when a payment attempt fails.",
    group: "Payments",
    schema: data({
      ...payment,
      failure_code: oneOf("Why it failed.", [
        ...[
          "card_declined",
          "card_expired",
          "insufficient_funds",
          "authentication_required",
          "processing_error",
        ],
      ]),
      failure_message: member("The same in words."),
      attempt: member("How many attempts have been made."),
      next_attempt_at: member("When it is tried again; null when it is not."),
      failed_at: member("When it failed."),
    }),
    example: {
      ...PAYMENT,
      failure_code: "card_expired",
      failure_message: "The card has expired.",
      attempt: 1,
      next_attempt_at: "2024-01-18T10:30:00.000Z",
      failed_at: "2024-01-15T10:30:00.000Z",
    },
  },
  {
    name: "payment.succeeded",
    description: "Triggered when a payment is successfully processed.",
    group: "Payments",
    schema: data({ ...payment, paid_at: member("When it was paid.") }),
    example: { ...PAYMENT, paid_at: "2024-01-15T10:30:00.000Z" },
  },
  {
    name: "compliance.issue_detected",
    description: "Triggered when a compliance issue is detected.",
    group: "Compliance",
    schema: data({
      issue_id: member("Id of the issue."),
      kind: oneOf("What is wrong.", [
        ...[
          "certificate_expired",
          "certificate_missing",
          "residue_found",
          "traceability_gap",
          "label_mismatch",
        ],
      ]),
      severity: oneOf("How serious it is.", ["low", "medium", "high", "critical"]),
      summary: member("What was found, in a sentence."),
      subject: object(
        {
          type: oneOf("What the issue is about.", ["purchase_order", "inventory_item", "supplier"]),
          id: member("Its id."),
        },
        "What the issue is about.",
      ),
      detected_at: member("When it was detected."),
      lot,
    }),
    example: {
      issue_id: "cmp_44b0",
      kind: "certificate_expired",
      severity: "high",
      summary: "The supplier's EU organic certificate expired before the goods were received.",
      subject: { type: "purchase_order", id: "po_9e77" },
      lot: "L231220-C",
      detected_at: "2024-01-15T10:30:00.000Z",
    },
  },
  {
    name: "integration.connected",
    description: "Triggered when a new integration is successfully connected.",
    group: "Integrations",
    schema: data({
      ...integration,
      connected_by: member("Id of the user who connected it."),
      connected_at: member("When it was connected."),
    }),
    example: { ...INTEGRATION, connected_by: "usr_203", connected_at: "2024-01-15T10:30:00.000Z" },
  },
  {
    name: "integration.disconnected",
    description: "Triggered when an integration is disconnected.",
    group: "Integrations",
    schema: data({
      ...integration,
      reason: oneOf("Why it was disconnected.", ["user_request", "credentials_revoked", "provider_error"]),
      disconnected_at: member("When it was disconnected."),
      disconnected_by: member("Id of the user who disconnected it; null where nobody did."),
    }),
    example: {
      ...INTEGRATION,
      reason: "credentials_revoked",
      disconnected_by: null,
      disconnected_at: "2024-01-15T10:30:00.000Z",
    },
  },
];
