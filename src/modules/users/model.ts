import { t } from "elysia";
import { pageOf, pageQuery } from "../../http/paging.ts";
import { roles } from "../../http/roles.ts";
import { moment } from "../../http/time.ts";
import { emailAddress } from "../settings/table.ts";
import { label, oneOf, text } from "../shared-model.ts";

const closed = { additionalProperties: false, description: "an object" };

export const password = text(10, 200, "a password");

export const role = oneOf(roles);

const name = label("a name");

export const newUser = t.Object({ email: emailAddress, name, role, password }, closed);

export const changedUser = t.Partial(newUser, closed);

export const user = t.Object({
  id: t.String(),
  email: t.String(),
  name: t.String(),
  role,
  created: moment(),
  updated: moment(),
  last_sign_in: t.Nullable(t.String()),
});

export const userPage = pageOf(user);

export const listQuery = t.Object(
  { ...pageQuery, email: t.Optional(text(1, 254, "an e-mail address")) },
  { additionalProperties: false },
);

export type NewUser = typeof newUser.static;
export type ChangedUser = typeof changedUser.static;
export type User = typeof user.static;
export type ListQuery = typeof listQuery.static;
