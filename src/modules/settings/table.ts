import { type Static, type TSchema, Type } from "@sinclair/typebox";
import { integer, text } from "../shared-model.ts";

/** A setting that operators change while Posthorn runs. Descriptions complete the sentence "must be ...". */
type Setting = {
  schema: TSchema;
  default: unknown;
  meaning: string;
  unit?: string;
  /** The variable that decides it where it is set. */
  variable?: `POSTHORN_${string}`;
};

export const emailAddress = Type.String({
  format: "email",
  maxLength: 254,
  description: "an e-mail address",
});

const CONTROLS = "\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff";
const ADDRESS = `[^@<>\\s${CONTROLS}]+@[^@<>\\s${CONTROLS}]+`;

const flag = Type.Boolean({ description: "true or false" });

/** Base64 of 64 KiB with what stands before it. */
const LOGO_CHARACTERS = 87_420;

const list = <T extends TSchema>(item: T, what: string) =>
  Type.Array(item, {
    maxItems: 20,
    uniqueItems: true,
    description: `a list of at most 20 different ${what}`,
  });

export const settingsTable = {
  product_name: {
    schema: text(1, 100, "a name"),
    default: "Posthorn",
    meaning:
      "The product whose webhooks these are, as consumers know it: title of the documentation and the portal.",
  },
  logo: {
    schema: Type.Union([
      Type.String({
        maxLength: LOGO_CHARACTERS,
        pattern:
          "^data:image/(png|jpeg|webp|svg\\+xml);base64,([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
        description: "a data: URL of a PNG, JPEG, WebP or SVG image in base64 of at most 64 KiB",
      }),
      Type.Null(),
    ]),
    default: null,
    meaning: "The product's logo on the portal.",
  },
  accent_color: {
    schema: Type.Union([
      Type.String({ pattern: "^#[0-9a-fA-F]{6}$", description: "a colour such as #2f6fed" }),
      Type.Null(),
    ]),
    default: null,
    meaning: "The product's colour on the portal; null is Posthorn's own.",
  },
  introduction: {
    schema: text(0, 10_000),
    default: "",
    meaning: "The text at the top of the consumer documentation.",
  },
  public_documentation: {
    schema: flag,
    default: false,
    meaning: "Whether anybody may read the consumer documentation at /docs/consumer.",
  },
  portal_frame_origins: {
    schema: list(
      Type.String({
        maxLength: 261,
        pattern: "^https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$",
        description: "an https origin such as https://shop.example.com",
      }),
      "https origins",
    ),
    default: [],
    meaning: "Sites that may show the portal in a frame.",
  },
  strict_event_types: {
    schema: flag,
    default: false,
    meaning: "Whether events of a type that is not in the catalogue are refused.",
  },
  undeclared_event_types_per_tenant: {
    schema: integer({ minimum: 0, maximum: 100_000, description: "a whole number from 0 to 100000" }),
    default: 1000,
    meaning:
      "How many event types that nobody declared a tenant's events may bring into the catalogue; further ones are accepted and not listed.",
  },
  // As many webhooks as a tenant may have can be registered at once.
  changes_per_minute: {
    schema: integer({ minimum: 0, maximum: 100_000, description: "a whole number from 0 to 100000" }),
    default: 1200,
    meaning:
      "How many changes through the API a key, and a tenant with all of its keys, may make in a minute, events aside; 0 is no limit.",
  },
  webhooks_per_tenant: {
    schema: integer({ minimum: 1, maximum: 10_000, description: "a whole number from 1 to 10000" }),
    default: 1000,
    meaning: "How many webhooks a tenant may register where the profile says nothing else.",
  },
  notify_emails: {
    schema: list(emailAddress, "e-mail addresses"),
    default: [],
    meaning: "Operators who get mail about webhooks in trouble.",
  },
  mail_from: {
    schema: Type.Union([
      Type.String({
        maxLength: 320,
        pattern: `^(${ADDRESS}|[^@<>${CONTROLS}]*<${ADDRESS}>)$`,
        description: "an e-mail address, or `Name <address>`",
      }),
      Type.Null(),
    ]),
    default: null,
    meaning: "Sender of notifications.",
    variable: "POSTHORN_MAIL_FROM",
  },
  retention_days: {
    schema: integer({ minimum: 0, maximum: 36_500, description: "a whole number from 0 to 36500" }),
    default: 30,
    meaning: "How long finished events and attempts are kept; 0 keeps them for ever.",
    unit: "days",
    variable: "POSTHORN_RETENTION_DAYS",
  },
  audit_retention_days: {
    schema: integer({ minimum: 0, maximum: 36_500, description: "a whole number from 0 to 36500" }),
    default: 400,
    meaning: "How long the audit log is kept; 0 keeps it for ever.",
    unit: "days",
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settingsTable;

export type SettingValue<N extends SettingName> = Static<(typeof settingsTable)[N]["schema"]>;

export const settingNames = Object.keys(settingsTable) as SettingName[];

export const isSetting = (name: string): name is SettingName => Object.hasOwn(settingsTable, name);

/** A setting's row, with what only some rows have. */
export const settingOf = (name: SettingName): Setting => settingsTable[name];
