import { useEffect, useRef, useState } from "preact/hooks";
import { type Problem, problemOf } from "../../api/problem.ts";
import { noteProblem } from "../../api/reached.ts";
import { fetchBackup, Refused, save } from "./fetch-backup.ts";

/** `total` is 0 until the copy is made and its size is known. */
export type BackupState =
  | { phase: "idle" }
  | { phase: "loading"; bytes: number; total: number }
  | { phase: "done"; bytes: number; name: string };

const IDLE: BackupState = { phase: "idle" };

/** A download that can be stopped; it ends when its page is left. */
export function useBackup() {
  const [state, setState] = useState<BackupState>(IDLE);
  const [problem, setProblem] = useState<Problem | null>(null);
  const running = useRef<AbortController | null>(null);
  const stop = () => running.current?.abort();
  useEffect(() => stop, []);
  async function start(): Promise<void> {
    const own = new AbortController();
    running.current = own;
    setProblem(null);
    setState({ phase: "loading", bytes: 0, total: 0 });
    try {
      const { name, blob } = await fetchBackup(own.signal, (bytes, total) =>
        setState({ phase: "loading", bytes, total }),
      );
      save(name, blob);
      noteProblem(null);
      setState({ phase: "done", bytes: blob.size, name });
    } catch (error) {
      setState(IDLE);
      if (!own.signal.aborted) setProblem(told(error));
    }
  }
  return { state, problem, start, stop };
}

function told(error: unknown): Problem {
  const problem =
    error instanceof Refused
      ? problemOf({ status: error.response.status, value: error.value }, error.response)
      : problemOf({ status: 0 }, undefined);
  noteProblem(problem);
  return problem;
}
