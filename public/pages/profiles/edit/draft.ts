import type { Profile } from "../types.ts";

/** One header as it is typed: names may be empty or stand twice for a while. */
export type HeaderRow = { name: string; value: string };

/** A profile as it is typed. A number that is none yet is NaN. */
export type Draft = Omit<Profile, "headers"> & { headers: HeaderRow[] };

export type Change = Partial<Draft>;

export const draftOf = (profile: Profile): Draft => ({
  ...profile,
  headers: Object.entries(profile.headers).map(([name, value]) => ({ name, value })),
});

/** As it is sent: what is no number goes as an empty text, which the server refuses with the place it stands at. */
export function profileOf(draft: Draft): Profile {
  const named = draft.headers.filter(({ name, value }) => name !== "" || value !== "");
  const whole = { ...draft, headers: Object.fromEntries(named.map(({ name, value }) => [name, value])) };
  return JSON.parse(JSON.stringify(whole, (_, value) => (Number.isNaN(value) ? "" : value)));
}

/** The names that stand more than once, whatever their case. */
export function repeated(headers: readonly HeaderRow[]): Set<string> {
  const names = headers.map(({ name }) => name.toLowerCase()).filter(Boolean);
  return new Set(names.filter((name, at) => names.indexOf(name) !== at));
}

export const hasRepeated = ({ headers }: Draft): boolean => repeated(headers).size > 0;

export const toText = (profile: Profile): string => JSON.stringify(profile, null, 2);

/** The profile that a text holds, as far as a form can show it; null for others. `like` is one that it can show. */
export function profileIn(text: string, like: Profile): Profile | null {
  try {
    const value: unknown = JSON.parse(text);
    return fits(value, { ...like, success: "2xx" }) || fits(value, { ...like, success: [] })
      ? (value as Profile)
      : null;
  } catch {
    return null;
  }
}

/** Whether a value has the kinds of values of another, member by member. Lists and free-form objects have members of their own. */
function fits(value: unknown, like: unknown): boolean {
  if (like === null || typeof like === "number") return value === null || typeof value === "number";
  if (Array.isArray(like))
    return Array.isArray(value) && value.every((one) => typeof one !== "object" || one !== null);
  if (typeof like !== "object") return typeof value === typeof like;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const members = value as Record<string, unknown>;
  return Object.entries(like).every(([name, one]) =>
    name === "headers" ? isTexts(members[name]) : fits(members[name], one),
  );
}

const isTexts = (value: unknown) =>
  typeof value === "object" && value !== null && Object.values(value).every((one) => typeof one === "string");
