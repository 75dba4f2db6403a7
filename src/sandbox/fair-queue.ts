import { LeastUsed } from "../least-used.ts";
import { AHEAD_MS, MAX_WAITING } from "./limits.ts";

/** `expected`: how much of the thread's time the next call may take, by the ones before it. Everything in milliseconds. */
type Lane<T> = { waiting: T[]; used: number; expected: number };

/** Of each call's time so much is expected of the ones behind it: one that was slow is remembered for a while. */
const REMEMBERED = 0.9;

/** Nothing is known of the first one. */
const UNKNOWN_MS = AHEAD_MS / 2;

/**
 * Calls that wait for the thread, in a lane for each owner. Next is the lane that has used the least of the thread's time, so
 * that whoever asks for much waits behind itself and for nobody else more than a turn.
 */
export class FairQueue<T> {
  private readonly lanes = new Map<string, Lane<T>>();
  /** The lanes in which something waits. */
  private readonly turns = new LeastUsed<Lane<T>>();
  /** Who comes later begins with as much as the lane of the last turn had used: it has no claim to the time before. */
  private floor = 0;

  /** Whether `owner` has as many calls waiting as it may. */
  isFull(owner: string): boolean {
    return (this.lanes.get(owner)?.waiting.length ?? 0) >= MAX_WAITING;
  }

  add(owner: string, call: T): void {
    this.lineUp(owner).waiting.push(call);
  }

  /** Calls that had their turn, and did not get through it. */
  putBack(owner: string, call: T): void {
    this.lineUp(owner).waiting.unshift(call);
  }

  /** The call whose turn it is, where it is expected to take no more than `room`. */
  take(room: number): { call: T; expected: number } | undefined {
    const lane = this.turns.first();
    if (!lane || lane.expected > room) return undefined;
    this.floor = Math.max(this.floor, lane.used);
    const call = lane.waiting.shift();
    if (lane.waiting.length === 0) this.turns.removeFirst();
    return call === undefined ? undefined : { call, expected: lane.expected };
  }

  /** A call of `owner` took `ms` of the thread's time. */
  charge(owner: string, ms: number): void {
    const lane = this.laneOf(owner);
    lane.used += ms;
    lane.expected = Math.max(ms, lane.expected * REMEMBERED);
  }

  /** Forgets what was used, when nobody is left to be fair to, and answers what waited. */
  clear(): T[] {
    const waiting = [...this.lanes.values()].flatMap((lane) => lane.waiting);
    this.lanes.clear();
    this.turns.clear();
    this.floor = 0;
    return waiting;
  }

  private laneOf(owner: string): Lane<T> {
    const known = this.lanes.get(owner);
    if (known) return known;
    const lane = { waiting: [], used: this.floor, expected: UNKNOWN_MS };
    this.lanes.set(owner, lane);
    return lane;
  }

  /** The lane of `owner`, in the order of turns. The time in which nothing waited in it gives it no claim either. */
  private lineUp(owner: string): Lane<T> {
    const lane = this.laneOf(owner);
    if (lane.waiting.length > 0) return lane;
    lane.used = Math.max(lane.used, this.floor);
    this.turns.add(lane);
    return lane;
  }
}
