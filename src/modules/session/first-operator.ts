import { eq } from "drizzle-orm";
import { users } from "../../db/schema.ts";
import { StoreError } from "../../db/store.ts";
import { systemPrincipal } from "../../http/principal.ts";
import { Problem } from "../../http/problem.ts";
import type { Logger } from "../../log.ts";
import { createUser, emailKey } from "../users/service.ts";
import { isSetupNeeded, SETUP_MINUTES, type SetupDeps } from "./setup.ts";

/** POSTHORN_ADMIN_EMAIL and POSTHORN_ADMIN_PASSWORD. */
export type FirstOperator = { adminEmail: string | null; adminPassword: string | null };

/**
 * Lets the first operator in: makes the one that the environment names, else, while there is nobody, logs a link that makes one.
 * `url` is where browsers reach Posthorn.
 */
export async function welcome(
  deps: SetupDeps & { log: Logger },
  { adminEmail, adminPassword }: FirstOperator,
  url: string,
): Promise<void> {
  if (adminEmail !== null && adminPassword !== null) await makeNamed(deps, adminEmail, adminPassword);
  else if (await isSetupNeeded(deps)) await offerLink(deps, url);
}

/** An account that is there stays as it is: a password that was changed on the page is not taken back by a restart. */
async function makeNamed(deps: SetupDeps & { log: Logger }, email: string, password: string): Promise<void> {
  const [known] = await deps.query
    .select()
    .from(users)
    .where(eq(users.email, emailKey(email)));
  if (known) return deps.log.info(USED, { email });
  const maker = { ...systemPrincipal([]), name: "POSTHORN_ADMIN_EMAIL" };
  try {
    await createUser(deps, maker, { email, name: email, role: "owner", password });
    deps.log.info("the first operator's account was made", { email });
  } catch (error) {
    // Another process that starts at the same time was quicker.
    if (!(error instanceof Problem && error.code === "user_exists")) throw error;
  }
}

const USED =
  "the account of POSTHORN_ADMIN_EMAIL is there: POSTHORN_ADMIN_PASSWORD only makes it. " +
  "Change the password on the page, or with: posthorn admin reset";

/** A database that cannot be written, on a full disk for one, ends no start: what it holds already is delivered all the same. */
async function offerLink({ setupLink, log }: SetupDeps & { log: Logger }, url: string): Promise<void> {
  try {
    const link = `${url}/#/setup?token=${await setupLink.make()}`;
    log.warn(
      `nobody can sign in yet; this link makes the first account, for ${SETUP_MINUTES} minutes: ${link}`,
    );
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log.warn(NO_LINK, { error: error.message });
  }
}

const NO_LINK =
  "nobody can sign in yet, and the link that makes the first account cannot be written down: " +
  "restart Posthorn once the database can be written, or run: posthorn admin create";
