import type { Store } from "../../db/store.ts";
import type { NewId } from "../../ids.ts";
import { cancelNext } from "../cancel-many.ts";
import { deleteNext } from "../delete-tenant.ts";
import type { Filters } from "../filter.ts";
import { recoverNext } from "../recover.ts";
import type { Registry } from "../registry.ts";
import { retryNext } from "../retry-many.ts";
import type { BulkJob, JobKind } from "./bulk-job.ts";
import type { Hold } from "./lease.ts";
import type { Next } from "./portion.ts";

export type WorkDeps = {
  store: Store;
  registry: Registry;
  sandbox: Filters;
  newId: NewId;
};

/** What a kind of job does next from its cursor on; it reads and changes nothing. `now` is epoch ms. */
export type Work<K extends JobKind> = (
  deps: WorkDeps,
  job: BulkJob<K>,
  hold: Hold,
  now: number,
) => Promise<Next>;

const works: { [K in JobKind]: Work<K> } = {
  retry: retryNext,
  cancel: cancelNext,
  recover: recoverNext,
  delete_tenant: deleteNext,
};

/** Each kind is given only jobs of its own, which the compiler cannot see. */
export const workOf = (kind: JobKind) => works[kind] as Work<JobKind>;
