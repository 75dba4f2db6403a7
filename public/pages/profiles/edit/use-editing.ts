import { useMemo, useState } from "preact/hooks";
import { useAction } from "../../../api/action.ts";
import { api } from "../../../api/client.ts";
import { type Fault, faultAt } from "../../../api/problem.ts";
import { documentOf, type Profile, type ShownProfile } from "../types.ts";
import { type Draft, draftOf, hasRepeated, profileIn, profileOf, toText } from "./draft.ts";

export type View = "form" | "json";

/** A profile while it is changed, as fields or as JSON. */
export function useEditing(shown: ShownProfile, onSaved: (saved: ShownProfile) => void) {
  const base = documentOf(shown);
  const [view, setView] = useState<View>("form");
  const [draft, setDraft] = useState<Draft>(() => draftOf(base));
  const [text, setText] = useState("");
  const [isStuck, stick] = useState(false);
  const profile = useMemo(() => (view === "form" ? profileOf(draft) : anyIn(text)), [view, draft, text]);
  const save = useAction((changed: Profile) => api.profiles({ name: shown.name }).put(changed), onSaved);

  /** Text that no fields can show stays text. */
  function show(next: View): void {
    if (next === view) return;
    if (next === "json") setText(toText(profileOf(draft)));
    const read = next === "form" ? profileIn(text, base) : null;
    stick(next === "form" && read === null);
    if (next === "form" && read === null) return;
    if (read) setDraft(draftOf(read));
    save.clear();
    setView(next);
  }

  const isReady = profile !== null && !(view === "form" && hasRepeated(draft));
  const run = async () => profile !== null && isReady && (await save.run(profile));
  const set = (change: Partial<Draft>) => setDraft((last) => ({ ...last, ...change }));
  return { view, show, draft, set, text, setText, isStuck, profile, save: { ...save, run }, isReady };
}

/** Any object of JSON: what is wrong with it as a profile is the server's to say. */
function anyIn(text: string): Profile | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Profile) : null;
  } catch {
    return null;
  }
}

/** What is wrong at a place, by those that were told of first. */
export const errorIn = (pointer: string, ...faults: readonly Fault[][]): string | undefined => {
  for (const errors of faults) {
    const told = faultAt({ ...NOTHING, errors }, pointer);
    if (told !== undefined) return told;
  }
  return undefined;
};

const NOTHING = { status: 422, code: "", title: "", detail: "", retryAfterSeconds: null };
