import type { Texts } from "../types.ts";

export const signIn = {
  "sign_in.title": "Sign in",
  "sign_in.email": "E-mail address",
  "sign_in.password": "Password",
  "sign_in.submit": "Sign in",
  "sign_in.wrong": "The address or the password is wrong",
  "sign_in.wrong.do": "Passwords are case-sensitive. Whoever runs this instance can set a new one.",
  "sign_in.again.title": "Sign in again",
  "sign_in.again.text": "Your session has ended. What you typed is still here behind this window.",
  "sign_in.first":
    "No operator yet? The log of Posthorn's first start has a link, or run posthorn admin create.",
  "sign_in.unreachable": "Posthorn cannot be reached",

  "setup.title": "Welcome to Posthorn",
  "setup.text": "Make the first operator's account. This link works once.",
  "setup.name": "Your name",
  "setup.password.hint": "At least 10 characters.",
  "setup.submit": "Create the account",
  "setup.spent": "This link does not work any more",
  "setup.spent.do":
    "It works once, for 30 minutes. Restart Posthorn for a new one, or run posthorn admin create.",
  "setup.no_token": "The link is not complete: it has to have the token that the log shows.",
} as const satisfies Texts;
