import { useState } from "preact/hooks";
import type { Action } from "../../../api/action.ts";
import { faultsOf } from "./body.ts";
import type { Draft } from "./draft.ts";
import type { FieldPart } from "./field-part.ts";

export type Drafting = FieldPart & {
  /** Puts another draft in its place, and forgets what was wrong. */
  reset(draft: Draft): void;
  /** Saves unless something is wrong that can be told here already. */
  submit(save: (draft: Draft) => Promise<boolean>): Promise<boolean>;
};

/** A draft and what is wrong with it: what can be told here once somebody has tried to save, and what the server says. */
export function useDraft(initial: () => Draft, saving: Pick<Action<never>, "errorAt">): Drafting {
  const [draft, setDraft] = useState(initial);
  const [isTried, setTried] = useState(false);
  const faults = isTried ? faultsOf(draft) : NONE;
  return {
    draft,
    change: (fields) => setDraft((last) => ({ ...last, ...fields })),
    errorAt: (pointer) => faults.get(pointer) ?? saving.errorAt(pointer),
    reset(next) {
      setDraft(next);
      setTried(false);
    },
    async submit(save) {
      setTried(true);
      return faultsOf(draft).size === 0 && save(draft);
    },
  };
}

const NONE: ReadonlyMap<string, string> = new Map();
