import { type Language, languages } from "./languages.ts";
import type { Snippet } from "./model.ts";

/** What a template's markers stand for: a text becomes a literal, a list literals joined with the secret where it says null. */
export type Blanks = Record<string, string | (string | null)[]>;

const SECTION = /^=== (\S+)\n/m;
const MARKER = /__([A-Z_]+?)__/g;

/** The snippet of this name in every language that has one, its markers filled in. */
export function snippetsOf(name: string, blanks: Blanks): Snippet[] {
  return languages.flatMap((language) => {
    const template = sectionOf(language.templates, name);
    if (template === undefined) return [];
    return { language: language.name, label: language.label, code: fill(template, language, blanks) };
  });
}

function sectionOf(templates: string, name: string): string | undefined {
  const parts = templates.split(SECTION);
  const at = parts.indexOf(name);
  return at === -1 ? undefined : `${parts[at + 1]?.trimEnd()}\n`;
}

function fill(template: string, { literal, secret, join }: Language, blanks: Blanks): string {
  return template.replace(MARKER, (marker, name: string) => {
    const blank = blanks[name];
    if (blank === undefined) return marker;
    if (typeof blank === "string") return literal(blank);
    const parts = blank.filter((part) => part !== "");
    return parts.map((part) => (part === null ? secret : literal(part))).join(join);
  });
}
