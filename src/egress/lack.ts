import { closeSync, openSync } from "node:fs";
import type { Fault } from "./exchange.ts";

/** Codes of what this machine has too little of, and what that is. Source: errno(3). */
const LACKS: Readonly<Record<string, string>> = {
  EMFILE: "file descriptors; raise the limit (ulimit -n) of its process",
  ENFILE: "file descriptors; this machine has none left",
  ENOMEM: "memory",
  ENOBUFS: "memory for the network",
  EADDRNOTAVAIL: "ports to connect from",
};

/** The fault that is ours, where an error has the code of one. */
export function lackOf({ code = "" }: { code?: string }): Fault | null {
  const what = LACKS[code];
  return what === undefined
    ? null
    : { kind: "interrupted", error: `Posthorn has run out of ${what}.`, lack: true };
}

/**
 * The fault that is ours, where this process can open nothing more. Asked as soon as a connection or a look-up has failed: Bun reports it as
 * the receiver's refusal, or as a name that does not exist.
 */
export function ownLack(open = () => openSync("/dev/null", "r")): Fault | null {
  try {
    closeSync(open());
    return null;
  } catch (error) {
    return lackOf(error as { code?: string });
  }
}
