import { type Fault, invalid, Problem } from "../../../http/problem.ts";
import { jsonPointer } from "../../../wire/pointer.ts";
import { isJson, type Json } from "../exact-json.ts";
import { lookUp, type Placed, stepsOf } from "./resolve.ts";

/** Where the parts of a schema stand in the document that it is from: the longer prefixes first. */
export type Places = [prefix: string, pointer: string][];

/** Where a part of what was made stands in the document that it was made from. */
export function placeIn(places: Places, pointer: string): string {
  const found = places.find(([prefix]) => pointer === prefix || pointer.startsWith(`${prefix}/`));
  return found ? found[1] + pointer.slice(found[0].length) : pointer;
}

/** Which keywords of JSON Schema 2020-12 hold schemas, and how. Source: json-schema.org/draft/2020-12. */
const holds: Record<string, "one" | "list" | "map"> = {
  ...Object.fromEntries(
    ["properties", "patternProperties", "$defs", "dependentSchemas"].map((k) => [k, "map"]),
  ),
  ...Object.fromEntries(["allOf", "anyOf", "oneOf", "prefixItems"].map((k) => [k, "list"])),
  ...Object.fromEntries(
    [
      ...["items", "contains", "additionalProperties", "unevaluatedItems", "unevaluatedProperties"],
      ...["propertyNames", "if", "then", "else", "not", "contentSchema"],
    ].map((k) => [k, "one"]),
  ),
};

const COMPONENTS = ["components", "schemas"];

/**
 * A schema of an OpenAPI document as one that stands by itself: what it needs of `#/components/schemas` becomes `$defs`. A
 * schema with an `$id` refers to itself and is left as it is. Throws 422 with a pointer to each reference that leads nowhere.
 */
export function embed(document: Json, from: Placed): { schema: unknown; places: Places } {
  return new Embedding(document).run(from);
}

class Embedding {
  /** Components by their name here, which differs where the schema has a definition of that name itself. */
  private readonly names = new Map<string, string>();
  private readonly faults: Fault[] = [];
  private own: Json = {};

  constructor(private readonly document: Json) {}

  run(from: Placed): { schema: unknown; places: Places } {
    const root = this.follow(from);
    if (isJson(root.value) && isJson(root.value.$defs)) this.own = root.value.$defs;
    const schema = this.walk(root.value, root.at);
    const definitions: [string, unknown][] = [];
    // A map grows while it is walked: each component may need more of them.
    for (const [component, name] of this.names) definitions.push([name, this.component(component)]);
    if (this.faults.length > 0) throw invalid(this.faults);
    const places: Places = [...this.names].map(([component, name]) => [
      jsonPointer(["$defs", name]),
      jsonPointer([...COMPONENTS, component]),
    ]);
    const whole = definitions.length === 0 ? schema : this.withDefinitions(schema as Json, definitions);
    return { schema: whole, places: [...places, ["", root.at]] };
  }

  private withDefinitions(schema: Json, definitions: [string, unknown][]): Json {
    const own = isJson(schema.$defs) ? Object.entries(schema.$defs) : [];
    return { ...schema, $defs: Object.fromEntries([...own, ...definitions]) };
  }

  /** A schema that is nothing but a reference is what it refers to. */
  private follow(from: Placed): Placed {
    const seen = new Set<unknown>();
    let here = from;
    while (isJson(here.value) && typeof here.value.$ref === "string" && !seen.has(here.value)) {
      if (Object.keys(here.value).length > 1 || !isComponent(here.value.$ref)) return here;
      seen.add(here.value);
      here = lookUp(this.document, here.value.$ref, `${here.at}/$ref`);
    }
    return here;
  }

  private component(name: string): unknown {
    const at = jsonPointer([...COMPONENTS, name]);
    return this.walk(lookUp(this.document, `#${at}`, at).value, at);
  }

  private walk(schema: unknown, at: string): unknown {
    if (!isJson(schema) || typeof schema.$id === "string") return schema;
    const parts = Object.entries(schema).map(([key, value]) => [
      key,
      this.part(key, value, at + jsonPointer([key])),
    ]);
    return Object.fromEntries(parts);
  }

  private part(key: string, value: unknown, at: string): unknown {
    if (key === "$ref" || key === "$dynamicRef") return this.reference(value, at);
    const held = Object.hasOwn(holds, key) ? holds[key] : undefined;
    if (held === "one") return this.walk(value, at);
    if (held === "list" && Array.isArray(value)) return value.map((one, i) => this.walk(one, `${at}/${i}`));
    if (held === "map" && isJson(value)) {
      const entries = Object.entries(value);
      return Object.fromEntries(
        entries.map(([name, one]) => [name, this.walk(one, at + jsonPointer([name]))]),
      );
    }
    return value;
  }

  /** What is not in this document is left to who checks the schema: it is refused there. */
  private reference(value: unknown, at: string): unknown {
    if (typeof value !== "string" || !value.startsWith("#")) return value;
    if (!isComponent(value))
      this.faults.push({ pointer: at, detail: "must begin with #/components/schemas/" });
    else if (this.exists(value, at)) return this.embedded(value);
    return value;
  }

  private exists(reference: string, at: string): boolean {
    try {
      lookUp(this.document, reference, at);
      return true;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.faults.push(...error.errors);
      return false;
    }
  }

  private embedded(reference: string): string {
    const [component = "", ...rest] = stepsOf(reference).slice(COMPONENTS.length);
    const name = this.names.get(component) ?? this.newName(component);
    this.names.set(component, name);
    return `#/$defs${jsonPointer([name, ...rest].map(inUri))}`;
  }

  private newName(component: string): string {
    return Object.hasOwn(this.own, component) ? this.newName(`${component}_`) : component;
  }
}

/** What a URI's fragment may hold, `$` among it, stays as it is. Source: RFC 3986 section 3.5. */
const inUri = (step: string) => encodeURIComponent(step).replaceAll("%24", "$");

const isComponent = (reference: string) => /^#\/components\/schemas\/[^/]/.test(reference);
