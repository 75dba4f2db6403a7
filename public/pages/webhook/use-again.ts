import { useEffect, useRef } from "preact/hooks";

/** Most receivers answer within the first of these; who does not is looked at by the page's own polling. */
const AFTER_MS = [500, 1500, 4000, 9000];

/** Asks once more now and a few times within seconds, after something was started whose end the server does not tell. */
export function useAgain(reload: () => void): () => void {
  const latest = useRef(reload);
  latest.current = reload;
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  const stop = () => timers.current.forEach(clearTimeout);
  useEffect(() => stop, []);
  return () => {
    stop();
    latest.current();
    timers.current = AFTER_MS.map((ms) => setTimeout(() => latest.current(), ms));
  };
}
