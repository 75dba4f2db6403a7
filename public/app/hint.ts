import { mode } from "./mode.ts";
import { storage } from "./storage.ts";

const STORED = `posthorn.session.${mode}`;

/**
 * Whether somebody has signed in here in this browser and not out again. The session itself is in a cookie that the page cannot
 * see: without the hint it need not ask for one only to be refused.
 */
export const hint = {
  isSet: () => storage.get(STORED) !== null,
  set: () => storage.set(STORED, "1"),
  remove: () => storage.remove(STORED),
};
