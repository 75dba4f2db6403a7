import { describe } from "bun:test";
import {
  anObject,
  date,
  event,
  posted,
  type Row,
  refuses,
  required,
  type Spoilt,
  type,
  unknown,
} from "./refuses.ts";

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const deepPointer = `/data${"/0".repeat(63)}`;

const published: Spoilt[] = [
  ["a type that is a number", { type: 1 }, "/type", type],
  ["a type with an empty part", { type: "a..b" }, "/type", type],
  ["a type with a space", { type: "a b" }, "/type", type],
  ["an empty type", { type: "" }, "/type", type],
  ["a type with a wildcard", { type: "order.*" }, "/type", type],
  ["a type of 129 characters", { type: "a".repeat(129) }, "/type", type],
  ["an unknown field", { chanel: "x" }, "/chanel", unknown],
  ["an id with a dot", { id: "a.b" }, "/id", /^must be 1 to 64 letters, digits/],
  ["an empty id", { id: "" }, "/id", /^must be 1 to 64 letters, digits/],
  ["an id of 65 characters", { id: "a".repeat(65) }, "/id", /^must be 1 to 64/],
  ["an id that is null", { id: null }, "/id", /^must be 1 to 64/],
  ["a tenant with a slash", { tenant: "a/b" }, "/tenant", /^must be 1 to 128 letters/],
  ["a date in words", { created: "yesterday" }, "/created", date],
  ["a date that is not in the calendar", { created: "2024-02-30T00:00:00Z" }, "/created", date],
  ["a date without an offset", { created: "2024-01-15T10:30:00" }, "/created", date],
  ["a date that is a number", { created: 1705314600 }, "/created", date],
  ["an empty channel", { channel: "" }, "/channel", /^must be a channel of 1 to 256 .* or null$/],
  ["a channel with a line break", { channel: "a\nb" }, "/channel", /^must be a channel/],
  ["a channel that is half a character", { channel: "\ud83d" }, "/channel", /^must be a channel/],
  ["an actor that is a number", { actor: 5 }, "/actor", /^must be an actor of 1 to 256/],
  [
    "previous attributes that are a list",
    { previous_attributes: [] },
    "/previous_attributes",
    /^must be an object or null$/,
  ],
];

const others: Row[] = [
  ["no body", "POST", "/events", undefined, "", anObject],
  ["an empty body", "POST", "/events", "", "", anObject],
  ["null", "POST", "/events", "null", "", anObject],
  ["a list", "POST", "/events", "[]", "", anObject],
  ["a text", "POST", "/events", '"x"', "", anObject],
  ["no type", "POST", "/events", { data: 1 }, "/type", required],
  ["no data", "POST", "/events", { type: "a" }, "/data", required],
  [
    "a field called __proto__",
    "POST",
    "/events",
    '{"type":"a","data":1,"__proto__":{}}',
    "/__proto__",
    unknown,
  ],
  [
    "a key that stands twice",
    "POST",
    "/events",
    '{"type":"a","data":1,"data":2}',
    "/data",
    /^is given twice$/,
  ],
  [
    "a key twice inside data",
    "POST",
    "/events",
    '{"type":"a","data":[{"k":1,"\\u006b":2}]}',
    "/data/0/k",
    /^is given twice$/,
  ],
  [
    "data nested too deep",
    "POST",
    "/events",
    `{"type":"a","data":${nested(64)}}`,
    deepPointer,
    /^is nested more than 64 deep$/,
  ],
  [
    "an empty batch",
    "POST",
    "/events/batch",
    { events: [] },
    "/events",
    /^must be a list of 1 to 1000 events$/,
  ],
  [
    "a batch of 1001",
    "POST",
    "/events/batch",
    { events: Array(1001).fill(event({})) },
    "/events",
    /^must be a list of 1 to 1000 events$/,
  ],
  ["a batch without events", "POST", "/events/batch", {}, "/events", required],
  ["a batch that is a list", "POST", "/events/batch", [], "", anObject],
  ["a batch with another field", "POST", "/events/batch", { events: [event({})], x: 1 }, "/x", unknown],
  [
    "two lists in a batch",
    "POST",
    "/events/batch",
    '{"events":[{"type":"a","data":1}],"events":[{"type":"b","data":1}]}',
    "/events",
    /^is given twice$/,
  ],
];

describe("an event that is not valid is refused and changes nothing:", () => {
  refuses([...posted("/events", event, published), ...others]);
});
