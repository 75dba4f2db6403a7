import { expect, test } from "bun:test";
import { bodyOf, EMPTY_DRAFT, faultsOf, faultsWithin } from "../../public/pages/events/body.ts";

const say = { empty: "is missing", notJson: () => "is not JSON" };

test("an event is sent as it is typed, numbers and white space included", () => {
  const data = '{ "order": 12345678901234567890,\n "total": 1.50 }';
  const draft = { ...EMPTY_DRAFT, type: "order.created", data, previous: '{"total": 1.40}', actor: 'a "b"' };
  expect(bodyOf(draft)).toBe(
    `{"type":"order.created","actor":"a \\"b\\"","data":${data},"previous_attributes":{"total": 1.40}}`,
  );
});

test("a text that is no JSON on its own is not sent, also where it would fit into the body", () => {
  const faults = faultsOf({ ...EMPTY_DRAFT, data: '1,"tenant":"other"', previous: "{" }, say);
  expect(faults.map(({ pointer }) => pointer)).toEqual(["/data", "/previous_attributes"]);
  expect(faultsOf({ ...EMPTY_DRAFT, data: " " }, say)).toEqual([{ pointer: "/data", detail: "is missing" }]);
  expect(faultsOf(EMPTY_DRAFT, say)).toEqual([]);
});

test("the server's pointers become pointers into the text of the editor", () => {
  const errors = [
    { pointer: "/data/items/0/sku", detail: "must be a text" },
    { pointer: "/data", detail: "must have order" },
    { pointer: "/database", detail: "is something else" },
  ];
  expect(faultsWithin(errors, "/data").map(({ pointer }) => pointer)).toEqual(["/items/0/sku", ""]);
});
