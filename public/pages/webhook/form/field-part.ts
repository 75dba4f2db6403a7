import type { Draft } from "./draft.ts";

/** What each part of the form gets. */
export type FieldPart = {
  draft: Draft;
  change(fields: Partial<Draft>): void;
  /** What is wrong at a place of the body. */
  errorAt(pointer: string): string | undefined;
};
