import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { text } from "../shared-model.ts";

/** A setting that operators change while Posthorn runs. Descriptions complete the sentence "must be ...". */
type Setting = { schema: TSchema; default: unknown; meaning: string };

const flag = Type.Boolean({ description: "true or false" });

export const settingsTable = {
  product_name: {
    schema: text(1, 100, "a name"),
    default: "Posthorn",
    meaning:
      "The product whose webhooks these are, as consumers know it: title of the documentation and the portal.",
  },
  strict_event_types: {
    schema: flag,
    default: false,
    meaning: "Whether events of a type that is not in the catalogue are refused.",
  },
  public_documentation: {
    schema: flag,
    default: false,
    meaning: "Whether anybody may read the consumer documentation at /docs/consumer.",
  },
  notify_emails: {
    schema: Type.Array(Type.String({ format: "email", maxLength: 254, description: "an e-mail address" }), {
      maxItems: 20,
      uniqueItems: true,
      description: "a list of at most 20 different e-mail addresses",
    }),
    default: [],
    meaning: "Operators who get mail about webhooks in trouble.",
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settingsTable;

export type SettingValue<N extends SettingName> = Static<(typeof settingsTable)[N]["schema"]>;
