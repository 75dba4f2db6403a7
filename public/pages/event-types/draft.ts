import { parseJson } from "../../api/json.ts";
import type { Fault, Problem } from "../../api/problem.ts";
import { filledIn } from "../../components/list-editor.tsx";
import type { EventType } from "./catalogue.ts";

/** A declaration as it is typed: schema and example are texts, empty for none. */
export type Draft = {
  name: string;
  description: string;
  group: string;
  deprecated: boolean;
  schema: string;
  example: string;
  /** Tenants whose catalogue it is part of; none is everybody's. */
  tenants: readonly string[];
};

export const emptyDraft = (name: string): Draft => ({
  ...{ name, description: "", group: "", deprecated: false, schema: "", example: "", tenants: [] },
});

export const draftOf = ({ schema, example, ...type }: EventType): Draft => ({
  ...{ name: type.name, description: type.description, deprecated: type.deprecated },
  ...{ group: type.group ?? "", tenants: type.tenants ?? [] },
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
export function declarationOf({ description, group, deprecated, schema, example, ...draft }: Draft) {
  const tenants = filledIn(draft.tenants);
  const [readSchema, readExample] = [read(schema), read(example)];
  return {
    ...{ description, deprecated, group: group.trim() === "" ? null : group.trim() },
    tenants: tenants.length > 0 ? tenants : null,
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
