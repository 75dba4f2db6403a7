import type { Role } from "../../src/http/roles.ts";
import type { Answer, TestNode } from "./node.ts";

export const PASSWORD = "a good long password";

/** Makes a user and answers them. Throws when that is refused. */
export async function makeUser(
  node: Pick<TestNode, "call">,
  email: string,
  role: Role = "owner",
): Promise<{ id: string; email: string }> {
  const fields = { email, name: `Name of ${email}`, role, password: PASSWORD };
  const { status, body } = await node.call<{ id: string; email: string }>("POST", "/users", fields);
  if (status !== 201) throw new Error(`user refused: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** Signs in, as the page does. */
export const signIn = (
  node: Pick<TestNode, "call">,
  email: string,
  password = PASSWORD,
  headers: Record<string, string> = {},
): Promise<Answer> => node.call("POST", "/session", { email, password }, { key: null, headers });

/** The cookie that an answer sets, as a browser sends it back. */
export const cookieOf = ({ headers }: Pick<Answer, "headers">): string =>
  (headers.get("set-cookie") ?? "").split(";")[0] ?? "";

/** The headers with which the page asks: the session's cookie, from our own page. */
export async function userHeaders(
  node: Pick<TestNode, "call">,
  email: string,
  password = PASSWORD,
): Promise<Record<string, string>> {
  const answer = await signIn(node, email, password);
  if (answer.status !== 200)
    throw new Error(`not signed in: ${answer.status} ${JSON.stringify(answer.body)}`);
  return { cookie: cookieOf(answer), "sec-fetch-site": "same-origin" };
}

/** Asks the API as somebody who has signed in. */
export const askAs =
  (node: Pick<TestNode, "call">, headers: Record<string, string>) =>
  <T = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
    node.call<T>(method, path, body, { key: null, headers });
