import { expect } from "bun:test";
import { enter, startBrowser, type View, type Window } from "../../support/browser.ts";
import { emptyFolder, KEY, startExecutable } from "../../support/executable.ts";
import { freeListeningAddress } from "../../support/free-address.ts";
import { startReceiver } from "../../support/receiver.ts";
import { OWNER, signInOwner } from "../../support/site.ts";
import { waitFor } from "../../support/wait-for.ts";

const OWNED = { POSTHORN_ADMIN_EMAIL: OWNER.email, POSTHORN_ADMIN_PASSWORD: OWNER.password };

type Found = { data: { id: string; attempt_count: number }[] };

export type Stage = Awaited<ReturnType<typeof startStage>>;

/** The built executable with an owner, in a folder of its own, a receiver for it to send to, and a browser to look at it. */
export async function startStage() {
  const folder = emptyFolder();
  const env = { ...OWNED, POSTHORN_LISTEN: await freeListeningAddress() };
  const run = { dir: folder.path, env };
  const receiver = await startReceiver();
  const [first, browser] = await Promise.all([startExecutable(run), startBrowser()]);
  let instance = first;
  const { url } = instance;

  /** Asks the API with the root key. Throws when it is refused. */
  async function call<T = Record<string, unknown>>(method: string, route: string, body?: unknown) {
    const response = await fetch(`${url}/api/v1${route}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${text}`);
    return { status: response.status, headers: response.headers, body: (text && JSON.parse(text)) as T };
  }

  let session: Promise<string> | undefined;
  const ownerCookie = () => {
    session ??= signInOwner(url);
    return session;
  };

  /** Publishes an event and answers its delivery once the first attempt of it is written down. */
  async function delivered(event: Record<string, unknown>): Promise<{ event: string; id: string }> {
    const { body } = await call<{ id: string }>("POST", "/events", event);
    const id = await waitFor(async () => {
      const { body: found } = await call<Found>("GET", `/deliveries?event=${encodeURIComponent(body.id)}`);
      return found.data.find(({ attempt_count: made }) => made > 0)?.id;
    });
    return { event: body.id, id };
  }

  /** In a window of its own where the owner has signed in; fails on whatever went wrong in it. */
  async function inWindow(view: View, story: (window: Window) => Promise<void>): Promise<void> {
    const window = await browser.open({ url }, view);
    try {
      await enter(window, { url, ownerCookie });
      await story(window);
      expect(window.faults).toEqual([]);
    } finally {
      await window.close();
    }
  }

  /** Ends it: as a power cut would, or as it is asked to. Resolves once it is gone. */
  const kill = (signal: NodeJS.Signals = "SIGKILL") => instance.end(signal);
  const logged = (text: string) => instance.logged(text);

  /** Starts it again, on the same folder and at the same address. */
  async function restart(): Promise<void> {
    instance = await startExecutable(run);
  }

  async function stop(): Promise<void> {
    await browser.stop();
    await kill();
    await receiver.stop();
    folder[Symbol.dispose]();
  }

  return { url, receiver, browser, call, ownerCookie, delivered, inWindow, kill, logged, restart, stop };
}

/** Makes a copy of the standard profile, `strict`: one attempt, a warning after two failures, and it stays on. */
export async function makeStrictProfile({ call }: Pick<Stage, "call">): Promise<void> {
  const { body: standard } = await call("GET", "/profiles/standard");
  const { builtin: _, used_by: __, created: ___, updated: ____, ...profile } = standard;
  const retry = { delays_seconds: [], jitter: 0, honour_retry_after: false };
  const disable = { after_consecutive_failures: 100, after_failing_hours: null, on_410: false };
  const strict = { ...profile, name: "strict", title: "Strict", retry, disable };
  await call("PUT", "/profiles/strict", { ...strict, warn_after_consecutive_failures: 2 });
}

/** What a browser says of a server that is not there. */
const AWAY =
  /ERR_(CONNECTION_(REFUSED|RESET|CLOSED|ABORTED)|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)/;

/** Takes out of a window's faults those that come of a server that was ended. */
export function forgiveAway(faults: string[]): void {
  faults.splice(0, faults.length, ...faults.filter((fault) => !AWAY.test(fault)));
}
