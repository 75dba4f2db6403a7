import { signal } from "@preact/signals";
import type { PortalSession } from "../api/session.ts";
import { isPortal } from "./mode.ts";
import { storage } from "./storage.ts";

/** How the operator wants the portal to look, and where its visitors come from. */
export type Look = Pick<PortalSession, "product_name" | "accent_color" | "logo" | "return_url">;

const STORED = "posthorn.look";

/** As the last session told: whoever has left, or holds a link that is spent, still sees whose portal it is and finds back. */
export const look = signal<Look | null>(isPortal ? remembered() : null);

/** Keeps what a session tells. */
export function takeLook({ product_name, accent_color, logo, return_url }: Look): void {
  look.value = { product_name, accent_color, logo, return_url };
  storage.set(STORED, JSON.stringify(look.value));
}

function remembered(): Look | null {
  try {
    return JSON.parse(storage.get(STORED) ?? "null") as Look | null;
  } catch {
    return null;
  }
}
