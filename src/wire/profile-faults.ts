import { type ValueError, ValueErrorType } from "@sinclair/typebox/errors";
import { Value } from "@sinclair/typebox/value";
import { profileRules } from "./profile-rules.ts";
import { type Fault, type Profile, profileSchema } from "./profile-schema.ts";

/** Every fault of shape, and of each rule whose own fields are in shape. */
export function profileFaults(input: unknown): Fault[] {
  const shape = shapeFaults(input);
  const broken = new Set(shape.map(({ pointer }) => pointer.split("/")[1]));
  if (broken.has(undefined)) return shape;
  const applicable = profileRules.filter((rule) => rule.reads.every((field) => !broken.has(field)));
  return [...shape, ...applicable.flatMap((rule) => rule.faults(input as Profile))];
}

/** One fault a place: TypeBox reports a missing field a second time as having the wrong type. */
function shapeFaults(input: unknown): Fault[] {
  const byPointer = new Map<string, Fault>();
  for (const error of Value.Errors(profileSchema, input)) {
    if (!byPointer.has(error.path))
      byPointer.set(error.path, { pointer: error.path, detail: plainWords(error) });
  }
  return [...byPointer.values()];
}

function plainWords(error: ValueError): string {
  if (error.type === ValueErrorType.ObjectRequiredProperty) return "is missing";
  if (error.type === ValueErrorType.ObjectAdditionalProperties) return "is not a field of a profile";
  return `must be ${error.schema.description}`;
}
