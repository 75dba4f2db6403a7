import type { Texts } from "../types.ts";

/** What happened and what to do, by status; the server's own words follow where it sent some. */
export const problem = {
  "problem.unreachable": "Posthorn cannot be reached",
  "problem.unreachable.do": "Check the connection, then try again. What you typed is still here.",
  "problem.400": "The request was malformed",
  "problem.401": "You are not signed in any more",
  "problem.401.do": "Sign in again; what you typed is still here.",
  "problem.401.portal": "Open the portal again from where you found it.",
  "problem.403": "You are not allowed to do this",
  "problem.403.do": "Ask an owner of this instance for the right to.",
  "problem.404": "This is not here any more",
  "problem.404.do": "It may have been deleted in the meantime.",
  "problem.409": "This cannot be done as things stand",
  "problem.413": "This is too large",
  "problem.413.do": "Send less at once. Events may be larger where POSTHORN_MAX_EVENT_BYTES is raised.",
  "problem.422": "Something in it is not valid",
  "problem.429": "Too many requests",
  "problem.429.do": {
    one: "Wait {count} second, then try again.",
    other: "Wait {count} seconds, then try again.",
  },
  "problem.429.now": "Try again now.",
  "problem.500": "Something went wrong on the server",
  "problem.500.do": "Its log tells more. Try again; nothing was changed by halves.",
  "problem.503": "Posthorn cannot do this right now",
  "problem.503.do": "Try again in a moment.",
} as const satisfies Texts;
