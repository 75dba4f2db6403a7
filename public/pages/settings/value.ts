import { filledIn } from "../../components/list-editor.tsx";
import type { Kind } from "./kinds.ts";

/** What a form holds of a setting: texts, lines, or on and off. */
export type Draft = string | string[] | boolean;

const isList = (kind: Kind) => kind === "emails" || kind === "origins";

/** A setting's value as its form shows it. */
export function draftOf(kind: Kind, value: unknown): Draft {
  if (isList(kind)) return Array.isArray(value) ? value.map(String) : [];
  if (kind === "flag") return value === true;
  return value === null || value === undefined ? "" : String(value);
}

/** Without the lines that nobody filled in, so that what the server says of one stands beside it. */
export const tidied = (draft: Draft): Draft => (Array.isArray(draft) ? filledIn(draft) : draft);

/** What is sent; an empty field takes the setting back to its default, but an introduction may be empty. */
export function bodyValueOf(kind: Kind, draft: Draft): unknown {
  if (typeof draft !== "string" || kind === "area") return draft;
  const text = draft.trim();
  if (text === "") return null;
  return kind === "number" && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
