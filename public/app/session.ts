import { computed, signal } from "@preact/signals";
import type { Problem } from "../api/problem.ts";
import { hasSessionEnded } from "../api/reached.ts";
import * as calls from "../api/session.ts";
import { signIns } from "../api/sign-ins.ts";
import { hint } from "./hint.ts";
import { navigate } from "./location.ts";
import { look, takeLook } from "./look.ts";
import { isPortal } from "./mode.ts";
import { forgetPlaces } from "./places.ts";
import { isKept } from "./storage.ts";

export type Session =
  | { state: "asking" }
  | { state: "unreachable"; problem: Problem }
  | { state: "nobody"; problem: Problem | null }
  | { state: "user"; user: calls.User }
  | { state: "portal"; portal: calls.PortalSession };

/** Who sits in front of the page. */
export const session = signal<Session>({ state: "asking" });

/** Whether the page offers to change anything; the server decides. */
export const mayChange = computed(() => {
  const now = session.value;
  if (now.state === "portal") return !now.portal.read_only;
  return now.state === "user" && now.user.role !== "viewer";
});

/** Whether an owner is here: only they may do what changes who may do what. */
export const isOwner = computed(() => session.value.state === "user" && session.value.user.role === "owner");

/** The tenant that the portal is bound to; null on the admin page. */
export const boundTenant = computed(() =>
  session.value.state === "portal" ? session.value.portal.tenant : null,
);

export const productName = computed(() => look.value?.product_name ?? "Posthorn");

/** Finds out who is here: by the cookie, or by the token of a portal link. */
export async function startSession(): Promise<void> {
  session.value = { state: "asking" };
  if (isPortal) return startPortal();
  if (!hint.isSet()) return leave();
  take(await calls.currentUser(), ({ user }) => ({ state: "user", user }));
}

const tokenInAddress = () => /^#token=(.+)$/.exec(location.hash)?.[1];

/** A link that is followed where the portal is open already changes the address and loads nothing. */
export function listenToLinks(): void {
  addEventListener("hashchange", () => {
    if (isPortal && tokenInAddress() !== undefined) void startSession();
  });
}

async function startPortal(): Promise<void> {
  const token = tokenInAddress();
  if (token !== undefined) return openLink(token);
  if (isKept && !hint.isSet()) return leave();
  take(await calls.currentPortal(), (portal) => ({ state: "portal", portal }));
}

/** Spends a link. One that is spent already ends no session that this browser has. */
async function openLink(token: string): Promise<void> {
  navigate("/", { replace: true });
  const told = await calls.openPortal(token);
  if (!told.ok && told.problem.code === "portal_link_spent")
    session.value = { state: "nobody", problem: told.problem };
  else take(told, (portal) => ({ state: "portal", portal }));
}

function take<T>(told: calls.Told<T>, known: (data: T) => Session): void {
  if (told.ok) enter(known(told.data));
  else if (told.problem.status === 0 || told.problem.status >= 500)
    session.value = { state: "unreachable", problem: told.problem };
  else leave(told.problem);
}

/** Signs in; the problem when that did not work. What is open stays and asks the server once more. */
export async function signIn(email: string, password: string): Promise<Problem | null> {
  return begin(await calls.signIn(email, password));
}

/** Makes the first operator and signs them in. */
export async function setUp(input: calls.FirstOperator): Promise<Problem | null> {
  return begin(await calls.setUp(input));
}

function begin(told: calls.Told<{ user: calls.User }>): Problem | null {
  if (!told.ok) return told.problem;
  enter({ state: "user", user: told.data.user });
  signIns.announce();
  return null;
}

function enter(known: Session): void {
  forgetPlaces();
  if (known.state === "portal") takeLook(known.portal);
  session.value = known;
  hasSessionEnded.value = false;
  hint.set();
}

function leave(problem: Problem | null = null): void {
  forgetPlaces();
  session.value = { state: "nobody", problem };
  hasSessionEnded.value = false;
  hint.remove();
}

/** Signs out, or leaves the portal; the problem when the server did not hear of it. */
export async function signOut(): Promise<Problem | null> {
  const told = await (isPortal ? calls.leavePortal() : calls.signOut());
  if (!told.ok && told.problem.status !== 401) return told.problem;
  leave();
  navigate("/", { replace: true });
  return null;
}

/** Ends every session of who is here, this one too; the problem when the server did not. */
export async function signOutEverywhere(): Promise<Problem | null> {
  const told = await calls.endSessions();
  if (!told.ok && told.problem.status !== 401) return told.problem;
  leave();
  navigate("/", { replace: true });
  return null;
}
