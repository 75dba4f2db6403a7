import { useEffect, useState } from "preact/hooks";
import { api } from "../../../api/client.ts";
import type { Fault, Problem } from "../../../api/problem.ts";
import { useLatest } from "../../../api/resource.ts";
import type { Preview, Profile } from "../types.ts";

const PAUSE_MS = 400;

type Sample = { type: string; example: unknown } | null;
type Told = { preview: Preview | undefined; problem: Problem | null };

/** What a profile would send that is not saved yet, shortly after it was last changed; the last good one stays. */
export function useDraftPreview(profile: Profile | null, sample: Sample): Told & { faults: Fault[] } {
  const [told, setTold] = useState<Told>({ preview: undefined, problem: null });
  const latest = useLatest<Awaited<ReturnType<typeof ask>>>();
  const key = JSON.stringify(profile);
  useEffect(() => {
    if (profile === null) return;
    const timer = setTimeout(async () => {
      const outcome = await latest(ask(profile, sample));
      if (outcome?.ok) setTold({ preview: outcome.data, problem: null });
      else if (outcome) setTold(({ preview }) => ({ preview, problem: outcome.problem }));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [key, sample?.type]);
  return { ...told, faults: faultsOf(told.problem) };
}

const ask = (profile: Profile, sample: Sample) =>
  api.profiles.preview.post({
    profile,
    ...(sample && { sample: { event: { type: sample.type, data: sample.example } } }),
  });

const PROFILE = "/profile";

/** By pointers into the profile. */
const faultsOf = (problem: Problem | null): Fault[] =>
  (problem?.errors ?? []).flatMap(({ pointer, detail }) =>
    pointer === PROFILE || pointer.startsWith(`${PROFILE}/`)
      ? [{ pointer: pointer.slice(PROFILE.length), detail }]
      : [],
  );
