import { t } from "elysia";
import { moment } from "../../http/time.ts";
import { text } from "../shared-model.ts";
import { newUser, password, role } from "../users/model.ts";

const closed = { additionalProperties: false, description: "an object" };

export const signIn = t.Object(
  { email: text(1, 254, "an e-mail address"), password: text(1, 200, "a password") },
  closed,
);

/** The first user is an owner. */
export const setup = t.Object(
  { ...t.Omit(newUser, ["role"]).properties, token: text(1, 256, "the token of the link") },
  closed,
);

export const setupState = t.Object({
  needed: t.Boolean({ description: "nobody can sign in yet: follow the link in Posthorn's log" }),
});

export const passwordChange = t.Object({ current: text(1, 200, "a password"), new: password }, closed);

export const session = t.Object({
  user: t.Object({
    id: t.String(),
    email: t.String(),
    name: t.String(),
    role,
  }),
  expires: moment("when it ends unless it is used before"),
});

export const sessionList = t.Object({
  data: t.Array(
    t.Object({
      id: t.String(),
      address: t.Nullable(t.String({ description: "where it was begun" })),
      user_agent: t.String(),
      created: moment(),
      last_seen: moment(),
      expires: moment(),
      current: t.Boolean({ description: "the one of this request" }),
    }),
  ),
  next_cursor: t.Null(),
});

export type SignIn = typeof signIn.static;
export type Setup = typeof setup.static;
export type PasswordChange = typeof passwordChange.static;
export type Session = typeof session.static;
export type SessionList = typeof sessionList.static;
