import { Elysia } from "elysia";
import { atOnce } from "../../http/at-once.ts";
import { scoped } from "../../http/auth.ts";
import type { Principal } from "../../http/principal.ts";
import {
  cancelMany as cancelManyBody,
  counted,
  retryMany as retryManyBody,
} from "../deliveries/filter-model.ts";
import { cancelMany, type ManyDeps, retryMany } from "./many.ts";
import * as model from "./model.ts";
import { type RecoverDeps, recoverWebhook } from "./recover.ts";
import { endJob, getJob, type JobsDeps, listJobs } from "./service.ts";

export type JobsModuleDeps = JobsDeps & ManyDeps & RecoverDeps;

const countedOrJob = { 200: counted, 202: model.job };

const jobRoutes = (deps: JobsDeps) =>
  new Elysia({ prefix: "/jobs", tags: ["Jobs"] })
    .use(scoped)
    .get("", ({ query, principal }) => listJobs(deps.query, principal, query), {
      scope: "deliveries:read",
      query: model.listQuery,
      response: model.jobPage,
      detail: { summary: "List jobs, newest first" },
    })
    .get("/:id", ({ params, principal }) => getJob(deps.query, principal, params.id), {
      scope: "deliveries:read",
      response: model.job,
      detail: { summary: "Get a job and how far it has come" },
    })
    .delete("/:id", ({ params, principal }) => endJob(deps, principal, params.id), {
      scope: "deliveries:write",
      response: model.job,
      detail: { summary: "Stop a job; what it has done stays done" },
    });

/** Counting may read very many rows, and all tenants' reads wait for the same thread. */
const countings = () => atOnce(4, "Too many are counted for you now. Try again.");

type Counting = ReturnType<typeof countings>;

const callerOf = ({ tenant, id }: Principal) => tenant ?? id;

const manyRoutes = (deps: ManyDeps, counting: Counting) =>
  new Elysia({ prefix: "/deliveries", tags: ["Deliveries"] })
    .use(scoped)
    .post(
      "/retry",
      async ({ body, principal, status }) => {
        const made = await counting(callerOf(principal), () => retryMany(deps, principal, body));
        return "job" in made ? status(202, made.job) : status(200, made);
      },
      {
        scope: "deliveries:write",
        body: retryManyBody,
        response: countedOrJob,
        detail: {
          summary: "Make one more attempt of every delivery that a filter selects, as a job",
          description:
            "Those that failed for good unless the filter says otherwise: retrying and pending ones have an attempt now, beside their schedule; test sends are left out. What fails after this is for another job. Deliveries of webhooks that are not active stay as they are and are counted as the job's failed. A dry run answers how many it would be.",
        },
      },
    )
    .post(
      "/cancel",
      async ({ body, principal, status }) => {
        const made = await counting(callerOf(principal), () => cancelMany(deps, principal, body));
        return "job" in made ? status(202, made.job) : status(200, made);
      },
      {
        scope: "deliveries:write",
        body: cancelManyBody,
        response: countedOrJob,
        detail: {
          summary: "Cancel every pending delivery that a filter selects, as a job",
          description:
            "Retrying deliveries are pending too. An attempt that is under way still ends and is written down. A dry run answers how many it would be.",
        },
      },
    );

const recoverRoute = (deps: RecoverDeps, counting: Counting) =>
  new Elysia({ prefix: "/webhooks", tags: ["Webhooks"] }).use(scoped).post(
    "/:id/recover",
    async ({ params, body, principal, status }) => {
      const made = await counting(callerOf(principal), () =>
        recoverWebhook(deps, principal, params.id, body),
      );
      return "job" in made ? status(202, made.job) : status(200, made);
    },
    {
      scope: "deliveries:write",
      body: model.recovery,
      response: countedOrJob,
      detail: {
        summary: "Bring a webhook the events that it missed, as a job",
        description:
          "Brings it every event accepted since then that it matches now and has not got: what failed and waits for a later attempt has one now, everything else a new delivery; what is on its way is left out. A dry run answers how many it would be.",
      },
    },
  );

/** Jobs, and the routes that make them. */
export function jobsModule(deps: JobsModuleDeps) {
  const counting = countings();
  return new Elysia().use(jobRoutes(deps)).use(manyRoutes(deps, counting)).use(recoverRoute(deps, counting));
}
