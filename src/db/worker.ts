/// <reference lib="webworker" />
/**
 * A thread with one connection to a local file, so that no statement ever holds up the event loop of the API.
 * The writing thread owns the only connection that writes; the reading one cannot write at all.
 */
import { type Connection, connect } from "./connection.ts";
import { type Mode, prepareFile } from "./file.ts";
import type { Statement } from "./store.ts";

declare const self: Worker;

export type Request =
  | { id: number; kind: "open"; path: string; mode: Mode }
  | { id: number; kind: "write"; statements: Statement[] }
  | { id: number; kind: "read"; statement: Statement }
  | { id: number; kind: "close" };

let connection: Connection;

const handlers = {
  open: async ({ path, mode }: Extract<Request, { kind: "open" }>) => {
    connection = connect(`file:${path}`);
    await prepareFile(connection, mode);
  },
  write: ({ statements }: Extract<Request, { kind: "write" }>) => connection.write(statements),
  read: ({ statement }: Extract<Request, { kind: "read" }>) => connection.read(statement),
  close: async () => connection.close(),
};

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    const result = await handlers[data.kind](data as never);
    self.postMessage({ id: data.id, result });
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string };
    self.postMessage({ id: data.id, error: { name, code, message } });
  }
};
