import { type Principal, tenantFor } from "../../http/principal.ts";
import { contractFor, type DocsDeps } from "../docs/service.ts";
import { declaredTypes } from "./declaration.ts";
import type { ExportQuery } from "./model.ts";
import { asyncDocument } from "./openapi/asyncapi.ts";
import type { Contract } from "./openapi/contract.ts";
import { catalogueDocument, type Listed } from "./openapi/write.ts";

/** The declared types as an OpenAPI 3.1 document with `webhooks`, as receivers get them. Throws 403 and 404. */
export const exportOpenApi = async (deps: DocsDeps, principal: Principal, asked: ExportQuery) =>
  catalogueDocument(...(await catalogueFor(deps, principal, asked)));

/** The declared types as an AsyncAPI 3.0 document, as receivers get them. Throws 403 and 404. */
export const exportAsyncApi = async (deps: DocsDeps, principal: Principal, asked: ExportQuery) =>
  asyncDocument(...(await catalogueFor(deps, principal, asked)));

/** Title, types and contract: of the tenant named, else of the caller's, else all types with the contract of `default`. */
async function catalogueFor(
  deps: DocsDeps,
  principal: Principal,
  { tenant, profile }: ExportQuery,
): Promise<[title: string, types: Listed[], contract: Contract]> {
  const contract = await contractFor(deps, tenantFor(principal, tenant), profile);
  const types = await declaredTypes(deps.query, tenant ?? principal.tenant);
  return [`${contract.options.product} webhooks`, types, contract];
}
