import type { Schema } from "./document.ts";

/** One field of a body: `path` is `data[].health.state`, `*` stands for any name. */
export type Field = { path: string; schema: Schema; isRequired: boolean };

/** Deeper ones are told by the words for what holds them. */
const DEEPEST = 5;

/** All fields of a body, those inside of others after them, as they are read. */
export function fieldsOf(schema: Schema, prefix = "", depth = 0): Field[] {
  if (depth > DEEPEST) return [];
  return membersOf(schema).flatMap(({ name, member, isRequired }) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const [inside, suffix] = contentOf(member);
    const own = { path, schema: member, isRequired };
    return [own, ...fieldsOf(inside, path + suffix, depth + 1)];
  });
}

type Member = { name: string; member: Schema; isRequired: boolean };

/** Of a value that may have several shapes, the fields of each; one that two of them have comes once. */
function membersOf({ properties = {}, additionalProperties, required = [], anyOf = [] }: Schema): Member[] {
  const own = Object.entries(properties).map(([name, member]) => ({
    ...{ name, member },
    isRequired: required.includes(name),
  }));
  const free =
    typeof additionalProperties === "object"
      ? [{ name: "*", member: additionalProperties, isRequired: false }]
      : [];
  const inOthers = anyOf.flatMap((one) => membersOf(one).map((member) => ({ ...member, isRequired: false })));
  const all = [...own, ...free, ...inOthers];
  return all.filter(({ name }, at) => all.findIndex((one) => one.name === name) === at);
}

/** What the fields inside of a value are fields of. */
function contentOf(schema: Schema): [inside: Schema, suffix: string] {
  const { items } = schema;
  return items === undefined || Array.isArray(items) ? [schema, ""] : [items, "[]"];
}

/** The fields of a whole body, which may be a list. */
export function bodyFields(schema: Schema): Field[] {
  const [inside, suffix] = contentOf(schema);
  return fieldsOf(inside, suffix);
}
