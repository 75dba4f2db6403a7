import { parseJson } from "../../api/json.ts";
import type { Fault, Problem } from "../../api/problem.ts";
import type { EventType } from "./catalogue.ts";

/** A declaration as it is typed: schema and example are texts, empty for none. */
export type Draft = {
  name: string;
  description: string;
  group: string;
  deprecated: boolean;
  schema: string;
  example: string;
};

export const emptyDraft = (name: string): Draft => ({
  ...{ name, description: "", group: "", deprecated: false, schema: "", example: "" },
});

export const draftOf = ({ name, description, group, deprecated, schema, example }: EventType): Draft => ({
  ...{ name, description, deprecated, group: group ?? "" },
  schema: textOf(schema),
  example: textOf(example),
});

const textOf = (value: unknown) => (value === null ? "" : JSON.stringify(value, null, 2));

type Read = { isJson: true; value: unknown } | { isJson: false };

/** Empty is null, which is the same as leaving it out. */
export function read(text: string): Read {
  if (text.trim() === "") return { isJson: true, value: null };
  try {
    return { isJson: true, value: parseJson(text) };
  } catch {
    return { isJson: false };
  }
}

/** As the API takes it. Both texts have to be JSON. */
export function declarationOf({ description, group, deprecated, schema, example }: Draft) {
  const [readSchema, readExample] = [read(schema), read(example)];
  return {
    ...{ description, deprecated, group: group.trim() === "" ? null : group.trim() },
    schema: readSchema.isJson ? (readSchema.value as object | boolean | null) : null,
    example: readExample.isJson ? readExample.value : null,
  };
}

/** The faults within one member, by pointers into its own text. */
export const faultsIn = (problem: Problem | null, member: string): Fault[] =>
  (problem?.errors ?? []).flatMap(({ pointer, detail }) =>
    pointer === member || pointer.startsWith(`${member}/`)
      ? [{ pointer: pointer.slice(member.length), detail }]
      : [],
  );
