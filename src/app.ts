import { type AnyElysia, Elysia } from "elysia";
import { customerOf } from "./egress/cidr.ts";
import { type AuthDeps, authenticate } from "./http/auth.ts";
import { basePathOf, socketOf, withoutBasePath } from "./http/base-path.ts";
import { parseBatchBody, parseBody } from "./http/body.ts";
import { ChangeLimit } from "./http/change-limit.ts";
import { hasLeft, LEFT, toProblem } from "./http/errors.ts";
import { opaqueCursors } from "./http/opaque-cursors.ts";
import { apiDescription, apiDocument } from "./http/openapi.ts";
import { ISOLATED, type Pages, pages } from "./http/pages.ts";
import { Problem } from "./http/problem.ts";
import { refuseAmbiguous } from "./http/request-form.ts";
import { Strangers } from "./http/strangers.ts";
import type { Logger } from "./log.ts";
import { apiKeysModule } from "./modules/api-keys/index.ts";
import type { Keyring } from "./modules/api-keys/keyring.ts";
import type { ApiKeysDeps } from "./modules/api-keys/service.ts";
import { apiNames } from "./modules/api-names.ts";
import { auditModule } from "./modules/audit/index.ts";
import { type DeliveriesModuleDeps, deliveriesModule } from "./modules/deliveries/index.ts";
import { docsModule, publicDocsModule } from "./modules/docs/index.ts";
import { referenceModule } from "./modules/docs/reference/index.ts";
import type { DocsDeps } from "./modules/docs/service.ts";
import { eventTypesModule, IMPORT } from "./modules/event-types/index.ts";
import { parseImport } from "./modules/event-types/parse-import.ts";
import type { EventTypesDeps } from "./modules/event-types/service.ts";
import { BATCH, type EventsDeps, eventsModule } from "./modules/events/index.ts";
import { type JobsModuleDeps, jobsModule } from "./modules/jobs/index.ts";
import { notificationsModule } from "./modules/notifications/index.ts";
import { OPENING, type PortalModuleDeps, portalModule } from "./modules/portal/index.ts";
import { profilesModule } from "./modules/profiles/index.ts";
import type { PreviewDeps } from "./modules/profiles/preview.ts";
import type { ProfilesDeps } from "./modules/profiles/service.ts";
import { SETUP, type SessionModuleDeps, SIGN_IN, sessionModule } from "./modules/session/index.ts";
import { settingsModule } from "./modules/settings/index.ts";
import type { SettingsDeps } from "./modules/settings/service.ts";
import { type StatsDeps, statsModule, webhookStatsModule } from "./modules/stats/index.ts";
import { type StreamDeps, streamModule } from "./modules/stream/index.ts";
import { type SystemDeps, systemModule } from "./modules/system/index.ts";
import { type ProbesDeps, probes } from "./modules/system/probes.ts";
import { tenantsModule } from "./modules/tenants/index.ts";
import { usersModule } from "./modules/users/index.ts";
import { webhooksModule } from "./modules/webhooks/index.ts";
import type { TestDeps } from "./modules/webhooks/test-event.ts";

export type AppDeps = ApiKeysDeps &
  AuthDeps &
  DeliveriesModuleDeps &
  DocsDeps &
  EventsDeps &
  EventTypesDeps &
  JobsModuleDeps &
  PortalModuleDeps &
  PreviewDeps &
  ProbesDeps &
  ProfilesDeps &
  SessionModuleDeps &
  SettingsDeps &
  StatsDeps &
  StreamDeps &
  SystemDeps &
  TestDeps & {
    keyring: Keyring;
    log: Logger;
    pages: Pages;
    baseUrl: string | null;
    /** Whether each response is held against its model, as tests do. */
    checkResponses?: boolean;
  };

export const API = "/api/v1";

/** The whole HTTP side, ready to be asked with `app.handle(request)`; it listens to nothing. */
export function createApp(deps: AppDeps) {
  const api = apiRoutes(deps);
  const document = apiDescription(
    { version: deps.version, baseUrl: deps.baseUrl, names: apiNames },
    api.routes.map((route) => ({ ...route, hooks: { ...route.hooks } })),
  );
  const basePath = basePathOf(deps.baseUrl);
  const strangers = new Strangers(deps.clock);
  const changes = new ChangeLimit(deps.clock, () => deps.settings.get("changes_per_minute"));
  const app = new Elysia({ normalize: false, name: "posthorn", handler: { standardHostname: false }, serve })
    .onRequest(async ({ request, server, set }) => {
      Object.assign(set.headers, ISOLATED);
      const url = URL.parse(request.url);
      if (url === null) return withHost(request);
      const moved = withoutBasePath(request, url, basePath);
      if (moved) return moved instanceof Response ? moved : finished().handle(moved);
      const isApi = url.pathname.startsWith(`${API}/`);
      if (isApi) Object.assign(set.headers, PRIVATE);
      refuseAmbiguous(request, url, isApi);
      if (!needsKey(url, request.method)) return;
      if (deps.health.phase === "draining")
        throw new Problem("shutting_down", "Ask again in a moment.", [], AGAIN);
      const address = deps.clientAddress(request, socketOf(request, server));
      changes.take(await authenticate(request, deps, address), request, url.pathname);
    })
    .onParse(({ request, route, server }) => {
      if (route === API + BATCH) return parseBatchBody(request, deps.maxBodyBytes);
      if (route === API + IMPORT) return parseImport(request);
      if (OPEN.has(`${request.method} ${route.slice(API.length)}`))
        return strangers.parse(
          request,
          customerOf(deps.clientAddress(request, socketOf(request, server)) ?? ""),
        );
      return parseBody(request, deps.maxEventBytes);
    })
    .onError(({ error, code, request }) => {
      if (hasLeft(error, request) || hasLeft((error as Error).cause, request)) return abandoned(request);
      return toProblem(error, code, deps.log, () => allowed(request)).toResponse();
    })
    .use(probes(deps))
    .use(pages(deps.pages, deps.baseUrl, () => deps.settings.get("portal_frame_origins")))
    .use(publicDocsModule(deps))
    .use(referenceModule(deps, document))
    .use(apiDocument(document))
    .use(deps.checkResponses ? api : uncheckedResponses(api));
  return app;

  /** Clients leave every day: it is counted, and no error of ours. */
  function abandoned({ method, url }: Request): Response {
    deps.metrics.abandoned();
    deps.log.debug("a client left amid its request", { method, path: new URL(url).pathname });
    return LEFT.toResponse();
  }

  function finished(): AnyElysia {
    return app;
  }

  /** Bun tells only the path of a request without a host, as load balancers that speak HTTP/1.0 send to ask for health. */
  function withHost(request: Request): Promise<Response> {
    if (request.headers.has("host")) throw new Problem("malformed_request", "The Host header names no host.");
    return finished().handle(new Request(`http://localhost${request.url}`, request));
  }

  /** The methods that the path of a request has, whatever its own is. */
  function allowed({ url }: Request): string[] {
    const { pathname } = new URL(url);
    const { http, static: fixed } = app.router;
    const { [pathname]: own } = fixed;
    // Else `/deliveries/retry` would have the methods of a delivery with the id `retry`.
    return METHODS.filter((method) => (own ? own[method] !== undefined : http.find(method, pathname)));
  }
}

/** What stands below `/api/v1`. */
const apiRoutes = (deps: AppDeps) =>
  new Elysia({ normalize: false }).group(API, (api) =>
    api
      .use(opaqueCursors(deps.cursors))
      .use(eventsModule(deps))
      .use(eventTypesModule(deps))
      .use(tenantsModule(deps))
      .use(webhooksModule(deps))
      .use(deliveriesModule(deps))
      .use(notificationsModule(deps))
      .use(jobsModule(deps))
      .use(streamModule(deps))
      .use(webhookStatsModule(deps))
      .use(statsModule(deps))
      .use(profilesModule(deps))
      .use(docsModule(deps))
      .use(portalModule(deps))
      .use(sessionModule(deps))
      .use(usersModule(deps))
      .use(apiKeysModule(deps))
      .use(settingsModule(deps))
      .use(auditModule(deps))
      .use(systemModule(deps)),
  );

/** The routes without the models of their responses: checking 250 webhooks against theirs held the event loop for seconds. */
function uncheckedResponses<T extends AnyElysia>(routes: T): T {
  for (const { hooks } of routes.routes) delete (hooks as { response?: unknown }).response;
  return routes;
}

/** Responses hold secrets and consumers' data: nobody on the way keeps them. */
const PRIVATE = { "cache-control": "no-store" };

/** Else a second process at the same address would start all the same and take half of the requests. */
const serve = { reusePort: false };

const AGAIN = { "retry-after": "5" };

export type App = ReturnType<typeof createApp>;

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

function needsKey({ pathname }: URL, method: string): boolean {
  const isOpen = pathname === `${API}/openapi.json` || OPEN.has(`${method} ${pathname.slice(API.length)}`);
  return pathname.startsWith(`${API}/`) && !isOpen;
}

/** Whoever asks these has nothing yet to show who they are. */
const OPEN = new Set([`POST ${OPENING}`, `POST ${SIGN_IN}`, `POST ${SETUP}`, `GET ${SETUP}`]);
