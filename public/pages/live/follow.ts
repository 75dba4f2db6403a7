import { at, sessionHeader } from "../../api/client.ts";
import { messagesOf } from "../../api/event-stream.ts";
import { parseJson } from "../../api/json.ts";
import { type Problem, problemOf } from "../../api/problem.ts";
import { noteProblem } from "../../api/reached.ts";

/** A finished attempt, as the stream tells of it. `id` is its place in the stream. */
export type Finished = {
  id: string;
  delivery: string;
  event: { id: string; type: string };
  tenant: string;
  channel: string | null;
  webhook: { id: string; url: string };
  attempt: {
    number: number;
    trigger: string;
    started: string;
    duration_ms: number;
    outcome: string;
    status_code: number | null;
    error: string | null;
  };
};

export type Follower = {
  /** Connected; `isAgain` when it was before, and what came meanwhile follows. */
  open(isAgain: boolean): void;
  /** The connection is gone or could not be made; it is tried again by itself. */
  lost(): void;
  /** The server refuses it: trying again would not help until something is changed. */
  refused(problem: Problem): void;
  attempt(finished: Finished): void;
  /** More was missed than the stream tells of. */
  missed(): void;
};

const SHORTEST_MS = 500;
const LONGEST_MS = 5000;

/** Follows finished attempts until `signal` ends it, over restarts of the server: each time from where it stopped. */
export async function follow(query: string, follower: Follower, signal: AbortSignal): Promise<void> {
  const place: Place = { id: null, isAgain: false };
  for (let pause = SHORTEST_MS; !signal.aborted; pause = Math.min(2 * pause, LONGEST_MS)) {
    const end = await connect(query, follower, signal, place).catch((): End => "lost");
    if (signal.aborted || end === "refused") return;
    if (end === "over") pause = SHORTEST_MS;
    else follower.lost();
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

type Place = { id: string | null; isAgain: boolean };
type End = "over" | "lost" | "refused";

/** The server ends each stream after some minutes, and all of them when it stops: neither is worth a word if the next one opens. */
async function connect(query: string, follower: Follower, signal: AbortSignal, place: Place): Promise<End> {
  const headers = { ...sessionHeader, ...(place.id !== null && { "last-event-id": place.id }) };
  const response = await fetch(at(`api/v1/deliveries/stream?${query}`), {
    headers,
    credentials: "same-origin",
    signal,
  });
  if (!response.ok || !response.body) return refusal(response, follower);
  follower.open(place.isAgain);
  place.isAgain = true;
  try {
    for await (const { id, data, comment } of messagesOf(response.body)) {
      place.id = id ?? place.id;
      if (comment?.includes("missed")) follower.missed();
      if (data !== null)
        follower.attempt({ ...(parseJson(data) as Omit<Finished, "id">), id: place.id ?? "" });
    }
  } catch {
    return "lost";
  }
  return "over";
}

const PASSING = [429, 500, 502, 503, 504];

async function refusal(response: Response, follower: Follower): Promise<End> {
  if (PASSING.includes(response.status)) return "lost";
  const problem = problemOf({ status: response.status, value: jsonOf(await response.text()) }, response);
  noteProblem(problem);
  follower.refused(problem);
  return "refused";
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}
