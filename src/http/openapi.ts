import { openapi } from "@elysiajs/openapi";

/** `/api/v1/openapi.json`, made from the routes' own models. No page: those load from a CDN. */
export const apiDocument = (version: string) =>
  openapi({
    provider: null,
    specPath: "/api/v1/openapi.json",
    exclude: { paths: [/^\/(healthz|readyz|metrics)$/, /^\/(?!api\/)/] },
    documentation: {
      info: {
        title: "Posthorn",
        version,
        description: "Send webhooks: publish events, register webhooks, follow each delivery and attempt.",
      },
      components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
      security: [{ key: [] }],
    },
  });
