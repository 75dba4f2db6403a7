import { useEffect, useState } from "preact/hooks";
import { at } from "../../api/client.ts";

export type Readiness = "asking" | "ready" | "not_ready" | "unreachable";

/** What `/readyz` answers, asked for again every `everyMs` milliseconds while the page can be seen. */
export function useReadiness(everyMs: number): Readiness {
  const [state, setState] = useState<Readiness>("asking");
  useEffect(() => {
    const leaving = new AbortController();
    const look = async () => {
      const told = await ask(leaving.signal);
      if (!leaving.signal.aborted) setState(told);
    };
    void look();
    const timer = setInterval(() => document.visibilityState === "visible" && void look(), everyMs);
    return () => {
      clearInterval(timer);
      leaving.abort();
    };
  }, [everyMs]);
  return state;
}

async function ask(signal: AbortSignal): Promise<Readiness> {
  try {
    const response = await fetch(at("readyz"), { signal, credentials: "omit" });
    return response.ok ? "ready" : "not_ready";
  } catch {
    return "unreachable";
  }
}
