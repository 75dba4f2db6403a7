import type { Texts } from "../types.ts";

/** The portal's own texts, and after an `@portal` what it says where the admin page speaks to operators. */
export const portal = {
  "portal.spent": "This link does not work any more",
  "portal.spent.do": "A link opens the portal once, and expires. Ask for a new one where you found it.",
  "portal.still_open": "Go on with what is open here",
  "portal.ended": "Your session has ended",
  "portal.ended.do": "Open the portal again from where you found it.",
  "portal.ended.typed": "What you typed is still behind this window; copy what you need first.",
  "portal.return": "Back to {product}",
  "portal.left": "You have left the portal",
  "portal.contract": "How it is sent: {summary}.",
  "portal.read_only": "Read only",

  "notifications.sub@portal": "What happened to your webhooks, newest first",
  "notifications.empty.text@portal":
    "When one of your webhooks fails, is disabled or recovers, you can read it here, even if the mail about it was missed.",

  "problem.unreachable@portal": "The server cannot be reached",
  "problem.401@portal": "Your session has ended",
  "problem.403.do@portal": "Ask whoever gave you the link for the right to.",
  "problem.413.do@portal": "Send less at once.",
  "problem.500.do@portal": "Try again; nothing was changed by halves.",
  "problem.503@portal": "This cannot be done right now",
  "crash.text@portal":
    "Something in the page itself went wrong. Nothing was lost. Reload the page; if it happens again, tell whoever gave you the link what you did and this:",
  "crash.fetch@portal":
    "A part of the page could not be fetched. It may have been updated, or the connection is lost.",
  "advice.connection_error@portal":
    "Nothing usable listens at that address. Check that the receiver runs, and that its firewall lets our requests in.",
  "advice.blocked@portal": "It was not sent. Change the URL or the header to what is allowed here.",
  "advice.interrupted@portal":
    "The sender was restarted meanwhile. It sends this again by itself and counts it for nothing.",
  "attempt.hidden@portal": "The body of an answer from a private network is not shown here.",
  "webhook.form.url.http@portal": "Begin with https: http may not be allowed here.",
  "webhook.form.url.private@portal":
    "This is an address of a private network, which may not be allowed here. Use one that can be reached from anywhere.",
  "webhook.profile.limit@portal": { one: "at most {count} webhook", other: "at most {count} webhooks" },
  "webhook.secret.text@portal": "The receiver checks signatures with it. Keep it to yourself.",
  "documentation.sub@portal": "What arrives, how to check it, and what to answer",
  "documentation.events.none_text@portal": "What is sent is described here as soon as it is declared.",
} as const satisfies Texts;
