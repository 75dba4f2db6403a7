import { isJson, type Json } from "../exact-json.ts";
import { child, type Placed, resolve } from "./resolve.ts";

/**
 * The example of a media type: `example`, else the first of `examples`, else what its schema has for one. An `examples` that
 * is empty says that there is none. `value` is undefined where there is none.
 */
export function exampleOf(document: Json, media: Placed, schema: unknown): Placed {
  const at = (steps: string) => `${media.at}/${steps}`;
  const example = child(media.value, "example");
  if (example !== undefined) return { value: example, at: at("example") };
  const examples = child(media.value, "examples");
  if (isJson(examples)) return firstOf(document, { value: examples, at: at("examples") });
  const own = child(child(schema, "examples"), "0");
  if (own !== undefined) return { value: own, at: at("schema/examples/0") };
  return { value: child(schema, "example"), at: at("schema/example") };
}

function firstOf(document: Json, { value, at }: Placed): Placed {
  const [name] = Object.keys(value as Json);
  if (name === undefined) return { value: undefined, at };
  const example = resolve(document, { value: child(value, name), at: `${at}/${name}` });
  return { value: child(example.value, "value"), at: `${example.at}/value` };
}
