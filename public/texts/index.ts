import { computed, signal } from "@preact/signals";
import { isPortal } from "../app/mode.ts";
import { storage } from "../app/storage.ts";
import { en } from "./en/index.ts";
import type { Plural, Table, TextOf, Texts } from "./types.ts";

export const languages = { en: "English", ar: "العربية" } as const;
export type Language = keyof typeof languages;

type English = typeof en;
export type TextKey = keyof English;

/** Texts that are whole as they are. */
export type PlainKey = { [K in TextKey]: TextOf<English[K]> extends never ? K : never }[TextKey];

const STORED = "posthorn.language";
const isLanguage = (name: string | null): name is Language => name !== null && name in languages;

const tables = signal<Partial<Record<Language, Table<English>>>>({ en });
const chosen = signal<Language>("en");

/** The language that is shown. */
export const language = computed(() => chosen.value);

/** Whether the page speaks as the server does: its sentences come in English only. */
export const isEnglish = (): boolean => chosen.value === "en";

/** For Intl. Digits stay Latin: ids, addresses and numbers stand side by side here. */
export const locale = (): string => (chosen.value === "ar" ? "ar-u-nu-latn" : "en-GB");

/** Changes the language, once its texts are here, and remembers it. Rejects when they cannot be fetched. */
export async function chooseLanguage(name: Language): Promise<void> {
  if (name === "ar" && !tables.value.ar) {
    const { ar } = await import("./ar/index.ts");
    tables.value = { ...tables.value, ar };
  }
  chosen.value = name;
  storage.set(STORED, name);
  document.documentElement.lang = name;
  document.documentElement.dir = name === "ar" ? "rtl" : "ltr";
}

/** The language of the last visit. */
export async function startLanguage(): Promise<void> {
  const stored = storage.get(STORED);
  if (isLanguage(stored)) await chooseLanguage(stored).catch(() => undefined);
}

type Given<K extends TextKey> =
  TextOf<English[K]> extends never ? [] : [values: Record<TextOf<English[K]>, string | number>];

/**
 * A text in the reader's language: `t("webhooks.failing", { count: 3 })`. What stands in braces in the text has to be given, and
 * numbers are written as the language does. A text with forms takes that of `count`.
 */
export function t<K extends TextKey>(key: K, ...[values]: Given<K>): string {
  return fill(textOf(key), values ?? {});
}

/** The text of a word that the server sent, such as a status; the word itself when there is no text for it. */
export function word(group: string, value: string): string {
  const key = `${group}.${value}`;
  return key in en ? fill(textOf(key as TextKey), {}) : value;
}

/** The portal speaks to other people: where it has words of its own, they stand under `key@portal`. */
function textOf(key: TextKey): string | Plural {
  const table: Texts = tables.value[chosen.value] ?? en;
  return ((isPortal && table[`${key}@portal`]) || table[key]) ?? key;
}

function fill(text: string | Plural, values: Record<string, string | number>): string {
  const form = typeof text === "string" ? text : formOf(text, Number(values.count));
  return form.replace(/\{(\w+)\}/g, (_, name: string) => isolated(shown(values[name])));
}

/** Between right-to-left words a value keeps its own direction and moves nothing around it. Source: Unicode UAX 9, isolates. */
const isolated = (value: string) => (chosen.value === "ar" ? `\u2068${value}\u2069` : value);

const formOf = (forms: Plural, count: number) =>
  forms[new Intl.PluralRules(locale()).select(count)] ?? forms.other;

const shown = (value: string | number | undefined) =>
  typeof value === "number" ? new Intl.NumberFormat(locale()).format(value) : (value ?? "");
