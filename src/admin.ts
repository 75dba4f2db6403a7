import { systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { prepareDataDir } from "./data-dir.ts";
import { locationOf, openDatabase } from "./database.ts";
import { createQuery } from "./db/query.ts";
import { type Store, StoreError } from "./db/store.ts";
import { systemPrincipal } from "./http/principal.ts";
import { type Fault, Problem } from "./http/problem.ts";
import { createIds } from "./ids.ts";
import { updateUser } from "./modules/users/change.ts";
import { refuseInvalid } from "./modules/users/check.ts";
import { changedUser, type NewUser, newUser } from "./modules/users/model.ts";
import { Passwords } from "./modules/users/passwords.ts";
import { createUser, listUsers, type UsersDeps } from "./modules/users/service.ts";
import { StartError } from "./start-error.ts";

/** Users of an instance that does not run. Each throws a StartError in plain words. */
export type Admin = {
  create(user: NewUser): Promise<void>;
  /** Gives the user with this e-mail address a new password; ends their sessions. */
  reset(email: string, password: string): Promise<void>;
  close(): Promise<void>;
};

const SOMEBODY_HERE = { ...systemPrincipal(), name: "posthorn admin" };

/** Opens the database of this configuration, made if there is none; null while an instance uses it. Throws StartError. */
export async function openAdmin(config: Config): Promise<Admin | null> {
  await prepareDataDir(config.dataDir);
  const store = await openFree(config);
  if (store === null) return null;
  const clock = systemClock;
  const parts = { query: createQuery(store), newId: createIds(clock), passwords: new Passwords() };
  const deps = { store, clock, ...parts };
  return {
    create: (user) => plainly(() => create(deps, user)),
    reset: (email, password) => plainly(() => reset(deps, email, password)),
    close: () => store.close(),
  };
}

async function openFree(config: Config): Promise<Store | null> {
  try {
    return await openDatabase(locationOf({ ...config, role: "all" }));
  } catch (error) {
    if (error instanceof StartError && error.cause instanceof StoreError && error.cause.code === "busy")
      return null;
    throw error;
  }
}

async function create(deps: UsersDeps, user: NewUser): Promise<void> {
  refuseInvalid(newUser, user);
  await createUser(deps, SOMEBODY_HERE, user);
}

async function reset(deps: UsersDeps, email: string, password: string): Promise<void> {
  refuseInvalid(changedUser, { password });
  const [user] = (await listUsers(deps, { email })).data;
  if (!user) throw new StartError(`Nobody has the e-mail address ${email}.`);
  await updateUser(deps, SOMEBODY_HERE, user.id, { password });
}

/** What the API would refuse, told as such. */
async function plainly(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new StartError([error.message, ...error.errors.slice(1).map(line)].join("\n"));
  }
}

const line = ({ pointer, detail }: Fault) => `${pointer}: ${detail}`;
