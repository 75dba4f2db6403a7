import type { Clock } from "../clock.ts";
import type { Environment, Source } from "../config/sources.ts";
import type { Config } from "../config.ts";
import type { Logger } from "../log.ts";

/** What the commands need of the process they run in; main.ts has the real one. */
export interface Host {
  env: Environment;
  /** True when people read standard output and colours are welcome. */
  colour: boolean;
  out(text: string): void;
  err(text: string): void;
  stdin(): Promise<Uint8Array>;
  /** Asks people for a line that is not shown. Throws a CliError where there is no terminal. */
  askSecret(question: string): Promise<string>;
  /**
   * From now on a crash is logged, and the second signal to stop ends the process at once.
   * Resolves with the name of the first.
   */
  untilStopped(log: Logger): Promise<string>;
  /** Loads the server's code: no other command pays for it. */
  loadServer(): Promise<ServerModule>;
  loadBackup(): Promise<BackupModule>;
  loadRestore(): Promise<RestoreModule>;
  loadRekey(): Promise<RekeyModule>;
  loadAdmin(): Promise<AdminModule>;
}

export interface RunningServer {
  /** Where it really listens. */
  url: string;
  stop(): Promise<void>;
}

export interface ServerModule {
  startServer(deps: {
    config: Config;
    /** Where each setting came from. */
    sources: ReadonlyMap<string, Source>;
    log: Logger;
    clock: Clock;
    version: string;
  }): Promise<RunningServer>;
  /** Thrown by startServer for what the operator can put right; its message says how. */
  StartError: abstract new (
    ...args: never[]
  ) => Error;
}

export interface BackupModule {
  /** Copies the database in the file `path` into `target`, which must not exist. Throws in plain words. */
  copyDatabase(path: string, target: string): void;
}

export interface RestoreModule {
  /** Puts the backup in the place of the database. Throws a StartError in plain words; then nothing has changed. */
  restore(
    config: Config,
    backup: string,
    force: boolean,
  ): Promise<{ path: string; kept: string | null; pending: number; keyTrouble: string | null }>;
}

export interface RekeyModule {
  /** Throws a StartError in plain words. */
  rekey(config: Config, newKeyFile: string | null): Promise<{ secrets: number; inDataDir: boolean }>;
}

export interface AdminModule {
  /** Opens the database for the users in it; null while an instance uses it. All of it throws StartErrors in plain words. */
  openAdmin(config: Config): Promise<{
    create(user: {
      email: string;
      name: string;
      role: "owner" | "operator" | "viewer";
      password: string;
    }): Promise<void>;
    /** Gives the user with this e-mail address a new password. */
    reset(email: string, password: string): Promise<void>;
    close(): Promise<void>;
  } | null>;
}

/** Ends a command: the message goes to standard error as it is. */
export class CliError extends Error {
  constructor(
    message: string,
    /** 1 when the thing asked for failed, 2 when the command or the settings are wrong. */
    readonly exitCode: 1 | 2,
  ) {
    super(message);
  }
}
