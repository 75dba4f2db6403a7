import { at, sessionHeader } from "./client.ts";
import { parseJson } from "./json.ts";

type Failed = { data: null; error: { status: number; value?: unknown }; response?: Response };

/** As a call of `api` answers, for `settle` and what is built on it. */
export type RawAnswer<T> = { data: T; error: null; response?: Response } | Failed;

/** Asks for what the typed client cannot send or read: bodies that are texts of their own, and files. Never rejects. */
async function ask<T>(
  path: string,
  init: RequestInit,
  read: (response: Response) => Promise<T>,
): Promise<RawAnswer<T>> {
  try {
    const response = await fetch(at(`api/v1/${path}`), {
      credentials: "same-origin",
      ...init,
      headers: { ...sessionHeader, ...init.headers },
    });
    if (response.ok) return { data: await read(response), error: null, response };
    const text = await response.text();
    return { data: null, error: { status: response.status, value: jsonOf(text) }, response };
  } catch (value) {
    return { data: null, error: { status: 0, value } };
  }
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

/** Posts a text as it is, such as a document in YAML, and reads the JSON that is answered. */
export const postText = <T>(path: string, body: string, type: string): Promise<RawAnswer<T>> =>
  ask(
    path,
    { method: "POST", headers: { "content-type": type }, body },
    async (response) => parseJson(await response.text()) as T,
  );

/** Fetches a file. */
export const getFile = (path: string): Promise<RawAnswer<Blob>> =>
  ask(path, {}, (response) => response.blob());

/** Gives a file to the browser, which keeps it under this name. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKED_AFTER_MS);
}

/** The browser reads the file after the click, not during it. */
const REVOKED_AFTER_MS = 60_000;

/** Reads what is answered as text, where parsing it would change it. */
export const getText = <T>(path: string, read: (text: string) => T): Promise<RawAnswer<T>> =>
  ask(path, {}, async (response) => read(await response.text()));
