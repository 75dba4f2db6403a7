import type { Scope } from "../../../src/http/scopes.ts";

const DAY_MS = 86_400_000;

/** How long a key lasts, in days. */
export const lifetimes = { "30d": 30, "90d": 90, "1y": 365 } as const;

export type KeyInput = {
  name: string;
  scopes: Scope[];
  tenant: string;
  /** No patterns at all is all event types. */
  types: string[];
  appUser: string;
  /** One of `lifetimes`, `never`, or `custom`, where `until` counts: a date and time in the reader's own zone. */
  lasts: string;
  until: string;
};

/** What each of the form's parts gets. */
export type FieldsProps = {
  value: KeyInput;
  onChange(value: KeyInput): void;
  errorAt(pointer: string): string | undefined;
};

export const EMPTY: KeyInput = {
  ...{ name: "", scopes: ["events:write"], tenant: "", types: [], appUser: "", lasts: "never", until: "" },
};

/** The body of the POST. */
export const bodyOf = ({ name, scopes, tenant, types, appUser, lasts, until }: KeyInput) => ({
  ...{ name: name.trim(), scopes },
  tenant: orNull(tenant),
  event_types: types.length === 0 ? null : types,
  app_user: orNull(appUser),
  expires: expiryOf(lasts, until),
});

const orNull = (text: string) => (text.trim() === "" ? null : text.trim());

function expiryOf(lasts: string, until: string): string | null {
  if (lasts === "never") return null;
  if (lasts === "custom") return Number.isNaN(Date.parse(until)) ? until : new Date(until).toISOString();
  return new Date(Date.now() + lifetimes[lasts as keyof typeof lifetimes] * DAY_MS).toISOString();
}
