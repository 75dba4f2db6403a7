import { TypeCompiler } from "@sinclair/typebox/compiler";
import { eq } from "drizzle-orm";
import { closest } from "fastest-levenshtein";
import type { Clock } from "../../clock.ts";
import { type Query, statement } from "../../db/query.ts";
import { settings as table } from "../../db/schema.ts";
import type { Statement, Store } from "../../db/store.ts";
import { faultsOf } from "../../http/errors.ts";
import type { Principal } from "../../http/principal.ts";
import { invalid, Problem } from "../../http/problem.ts";
import { auditEntry, type Deed } from "../audit/entry.ts";
import type { MailTest, ShownSetting } from "./model.ts";
import { presentAll, presentSetting, presentVariable } from "./present.ts";
import type { Settings } from "./settings.ts";
import { isSetting, type SettingName, settingsTable } from "./table.ts";

export type SettingsDeps = {
  store: Store;
  query: Query;
  clock: Clock;
  settings: Settings;
  sendTestMail(to: string): Promise<MailAnswer>;
};

/** How the mail server took a letter; `error` is one plain sentence. */
type MailAnswer = { kind: "accepted" } | { kind: "rejected" | "deferred" | "unavailable"; error: string };

/** Throws 404 with the nearest name. */
export function getSetting({ settings }: SettingsDeps, name: string): ShownSetting {
  if (isSetting(name)) return presentSetting(settings, name);
  const variable = settings.environment.find((one) => one.name === name);
  if (variable) return presentVariable(variable);
  const names = presentAll(settings).map((one) => one.name);
  throw new Problem("not_found", `There is no setting with this name; did you mean ${closest(name, names)}?`);
}

/** Changes a setting at once, everywhere within seconds; null takes it back to its default. Throws 404, 409, 422. */
export async function putSetting(
  deps: SettingsDeps,
  principal: Principal,
  name: string,
  value: unknown,
): Promise<ShownSetting> {
  const own = changeable(deps, name);
  const faults = faultsOf(validator(own).Errors(value), "/value");
  if (faults.length > 0) throw invalid(faults);
  if (value === null) await resetSetting(deps, principal, name);
  else await change(deps, principal, own, value, upsert(deps, principal, own, value));
  return presentSetting(deps.settings, own);
}

/** Takes a setting back to its default. Throws 404, 409. */
export async function resetSetting(deps: SettingsDeps, principal: Principal, name: string): Promise<void> {
  const own = changeable(deps, name);
  if (deps.settings.sourceOf(own) === "default") return;
  const removal = statement(deps.query.delete(table).where(eq(table.name, own)));
  await change(deps, principal, own, settingsTable[own].default, removal);
}

async function change(
  deps: SettingsDeps,
  principal: Principal,
  name: SettingName,
  value: unknown,
  write: Statement,
): Promise<void> {
  const [before, after] = [{ value: deps.settings.get(name) }, { value }];
  const deed: Deed = { action: "setting.updated", tenant: null, target: name, before, after };
  await deps.store.write([write, auditEntry(deps, principal, deed)]);
  await deps.settings.load();
}

function upsert({ query, clock }: SettingsDeps, principal: Principal, name: SettingName, value: unknown) {
  const columns = { value, updatedAt: clock.now(), updatedBy: principal.id };
  const insert = query.insert(table).values({ name, ...columns });
  return statement(insert.onConflictDoUpdate({ target: table.name, set: columns }));
}

/** The name, if the setting is one that may be changed here now. */
function changeable(deps: SettingsDeps, name: string): SettingName {
  const { read_only, variable } = getSetting(deps, name);
  if (isSetting(name) && !read_only) return name;
  throw new Problem("setting_locked", `It is made by the environment: change ${variable} and restart.`);
}

const validators = new Map<SettingName, ReturnType<typeof TypeCompiler.Compile>>();

function validator(name: SettingName) {
  const known = validators.get(name) ?? TypeCompiler.Compile(settingsTable[name].schema);
  validators.set(name, known);
  return known;
}

/** Sends a mail now and tells how the mail server took it. */
export async function testMail({ sendTestMail }: SettingsDeps, to: string): Promise<MailTest> {
  const answer = await sendTestMail(to);
  return { outcome: answer.kind, error: answer.kind === "accepted" ? null : answer.error };
}
