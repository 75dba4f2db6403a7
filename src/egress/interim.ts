import type { Socket } from "node:net";
import symbols from "undici/lib/core/symbols.js";

type Parser = {
  onHeadersComplete(status: number, upgrade: boolean, keepAlive: boolean): number;
};

const CONTINUE = 100;
const SWITCHING = 101;
const PROCESSING = 102;

const taught = new WeakSet<Parser>();

/**
 * Lets undici pass over `100 Continue` as over every other interim response: it ends the connection at one that it did not ask
 * for, though a receiver may send any number of them (RFC 9110, section 15.2). `socket` is one that undici has taken over; the
 * parsers of all others are of the same kind. 101 is always a fault, for nothing was asked to be
 * upgraded.
 */
export function passOverContinue(socket: Socket): void {
  const parser = (socket as unknown as Record<symbol, Parser>)[symbols.kParser];
  const kind: Parser | null = parser ? Object.getPrototypeOf(parser) : null;
  if (!kind || taught.has(kind)) return;
  taught.add(kind);
  const complete = kind.onHeadersComplete;
  kind.onHeadersComplete = function (status, upgrade, keepAlive) {
    const isUpgrade = upgrade || status === SWITCHING;
    return complete.call(this, status === CONTINUE ? PROCESSING : status, isUpgrade, keepAlive);
  };
}
