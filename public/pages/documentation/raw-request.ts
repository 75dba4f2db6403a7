import type { WireRequest } from "./types.ts";

/** A request as HTTP/1.1 would write it. */
export const rawRequest = ({ headers, body }: WireRequest): string =>
  `POST /webhooks HTTP/1.1\nHost: example.com\n${headers.map(({ name, value }) => `${name}: ${value}\n`).join("")}\n${body}`;
