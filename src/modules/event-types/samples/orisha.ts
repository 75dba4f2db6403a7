import { exactData, type Sample, type Schema, text } from "./schema.ts";

// Source: seed 001, "Event types". The body of a request is the data alone.

const code = (description: string) => text(description, { minLength: 1 });

const fields: Record<string, [schema: Schema, example: string]> = {
  ItemCode: [code("Code of the item in the administration."), "A-10442"],
  CustomerCode: [code("Code of the customer in the administration."), "C00318"],
  PriceListCode: [code("Code of the price list in the administration."), "WHOLESALE-2024"],
  ContactPersonCode: [code("Code of the contact person, unique within the customer."), "CP-2"],
  AddressCode: [code("Code of the address, unique within the customer."), "DELIVERY-1"],
};

function sample(group: string, name: string, description: string, names: string[]): Sample {
  const chosen = names.map((field) => [field, fields[field]] as const);
  return {
    ...{ name, description, group },
    schema: exactData(Object.fromEntries(chosen.map(([field, known]) => [field, known?.[0] ?? {}]))),
    example: Object.fromEntries(chosen.map(([field, known]) => [field, known?.[1]])),
  };
}

const contact = ["CustomerCode", "ContactPersonCode"];
const address = ["CustomerCode", "AddressCode"];

export const orisha: Sample[] = [
  sample("Items", "item.created", "An item was created.", ["ItemCode"]),
  sample("Items", "item.deleted", "An item was deleted.", ["ItemCode"]),
  sample("Customers", "customer.created", "A customer was created.", ["CustomerCode"]),
  sample("Customers", "customer.deleted", "A customer was deleted.", ["CustomerCode"]),
  sample("Customers", "customer.updated", "A customer was changed.", ["CustomerCode"]),
  sample("Price lists", "pricelist.created", "A price list was created.", ["PriceListCode"]),
  sample("Price lists", "pricelist.deleted", "A price list was deleted.", ["PriceListCode"]),
  sample(
    "Contact persons",
    "customer.contactperson.created",
    "A contact person of a customer was created.",
    contact,
  ),
  sample(
    "Contact persons",
    "customer.contactperson.deleted",
    "A contact person of a customer was deleted.",
    contact,
  ),
  sample(
    "Contact persons",
    "customer.contactperson.updated",
    "A contact person of a customer was changed.",
    contact,
  ),
  sample("Addresses", "customer.address.created", "An address of a customer was created.", address),
  sample("Addresses", "customer.address.deleted", "An address of a customer was deleted.", address),
  sample("Addresses", "customer.address.updated", "An address of a customer was changed.", address),
];
