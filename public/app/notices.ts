import { signal } from "@preact/signals";
import { settle } from "../api/call.ts";
import { api } from "../api/client.ts";
import { session } from "./session.ts";
import { storage } from "./storage.ts";

const EVERY_MS = 30_000;

/** How many notifications are newer than the newest that was seen here, at most what the server counts; the menu shows it. */
export const unseenNotices = signal(0);

/** Each visitor of this browser has a mark of their own; on the portal each tenant. */
const stored = () => {
  const now = session.value;
  const whose =
    now.state === "portal" ? `portal.${now.portal.tenant}` : now.state === "user" ? now.user.id : "nobody";
  return `posthorn.notices.${whose}`;
};

let asked = 0;

/** Remembers the newest notification that somebody has been shown. */
export function sawNotice(id: string): void {
  asked++;
  storage.set(stored(), id);
  unseenNotices.value = 0;
}

/** Counts now and from time to time while the page can be seen. Returns what ends it. */
export function countNotices(): () => void {
  const look = () => document.visibilityState === "visible" && void count();
  void count();
  const timer = setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

async function count(): Promise<void> {
  const turn = ++asked;
  const after = storage.get(stored());
  const told = await settle(api.notifications.count.get({ query: { ...(after !== null && { after }) } }));
  if (told.ok && turn === asked) unseenNotices.value = told.data.count;
}
