import { CURRENCY, data, list, member, object, oneOf, type Sample, text } from "./schema.ts";

// Source: seed 003, "What are Webhooks?" and "Date Format".

/** Sortable, as requests carry them; with a zone, as RFC 3339 has it, the profile makes them sortable. */
const when = (description: string) =>
  text(`${description} ISO 8601, sortable, in UTC: 2024-01-15T10:30:00.`, {
    pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})?$",
  });

const stamps = {
  Created: when("When the record was created."),
  Modified: when("When the record was last changed."),
};
const orderNumber = member("Number of the order, as people know it.");
const sku = member("Stock keeping unit of the product.");
const warehouse = member("Code of the warehouse.");

export const ordereazi: Sample[] = [
  {
    name: "order.dispatched",
    description: "An order was dispatched from a warehouse.",
    group: "Orders",
    schema: data({
      OrderId: member("Id of the order."),
      OrderNumber: orderNumber,
      CustomerCode: member("Code of the customer who ordered."),
      WarehouseCode: warehouse,
      Status: oneOf("Whether all of the order has left.", ["Dispatched", "PartiallyDispatched"]),
      Dispatched: when("When the goods left."),
      Lines: list(
        "What was dispatched.",
        object({
          Sku: sku,
          Description: member("Name of the product."),
          QuantityOrdered: member("How many were ordered."),
          QuantityDispatched: member("How many were dispatched now."),
        }),
      ),
      ...stamps,
      Carrier: member("Name of the carrier."),
      TrackingNumber: member("Number to follow the parcel with."),
      TrackingUrl: member("Where the parcel can be followed."),
    }),
    example: {
      OrderId: 48213,
      OrderNumber: "SO-0048213",
      CustomerCode: "SPAR-0107",
      WarehouseCode: "JHB-01",
      Status: "Dispatched",
      Dispatched: "2024-01-15T10:30:00",
      Carrier: "The Courier Guy",
      TrackingNumber: "TCG20240115881",
      TrackingUrl: "https://portal.thecourierguy.co.za/track?ref=TCG20240115881",
      Lines: [
        { Sku: "ROOI-100", Description: "Rooibos tea 100 g", QuantityOrdered: 48, QuantityDispatched: 48 },
        { Sku: "HNY-500", Description: "Fynbos honey 500 g", QuantityOrdered: 12, QuantityDispatched: 12 },
      ],
      Created: "2024-01-12T08:14:31",
      Modified: "2024-01-15T10:30:00",
    },
  },
  {
    name: "document.created",
    description: "A document, such as an invoice or a delivery note, was created.",
    group: "Documents",
    schema: data({
      DocumentId: member("Id of the document."),
      DocumentNumber: member("Number of the document, as people know it."),
      DocumentType: oneOf("What kind of document it is.", [
        ...["Quote", "SalesOrder", "DeliveryNote", "Invoice", "CreditNote", "PurchaseOrder"],
      ]),
      CustomerCode: member("Code of the customer; null for a purchase order."),
      Currency: CURRENCY,
      TotalExcludingTax: member("Total without tax."),
      TotalIncludingTax: member("Total with tax."),
      DocumentDate: when("Date of the document."),
      ...stamps,
      OrderNumber: orderNumber,
      DownloadUrl: member("Where the PDF can be loaded from."),
    }),
    example: {
      DocumentId: 90117,
      DocumentNumber: "INV-0090117",
      DocumentType: "Invoice",
      CustomerCode: "SPAR-0107",
      OrderNumber: "SO-0048213",
      Currency: "ZAR",
      TotalExcludingTax: 3120,
      TotalIncludingTax: 3588,
      DocumentDate: "2024-01-15T00:00:00",
      DownloadUrl: "https://central.ordereazi.example/documents/90117.pdf",
      Created: "2024-01-15T10:31:02",
      Modified: "2024-01-15T10:31:02",
    },
  },
  {
    name: "stock.level_changed",
    description: "The stock level of a product in a warehouse changed.",
    group: "Stock",
    schema: data({
      Sku: sku,
      WarehouseCode: warehouse,
      QuantityOnHand: member("How many are there now; negative when oversold."),
      QuantityAvailable: member("How many are there and not yet allocated."),
      PreviousQuantityOnHand: member("How many were there before."),
      Reason: oneOf("Why it changed.", [
        ...["Dispatch", "Receipt", "Return", "Adjustment", "Transfer", "StockTake"],
      ]),
      ...stamps,
      Reference: member("Number of the order or document that changed it."),
    }),
    example: {
      Sku: "ROOI-100",
      WarehouseCode: "JHB-01",
      QuantityOnHand: 312,
      QuantityAvailable: 264,
      PreviousQuantityOnHand: 360,
      Reason: "Dispatch",
      Reference: "SO-0048213",
      Created: "2023-06-02T07:55:00",
      Modified: "2024-01-15T10:30:00",
    },
  },
];
