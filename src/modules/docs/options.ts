/** What the documentation needs to know besides the profile and the catalogue. */
export type DocsOptions = {
  /** The product whose webhooks these are. */
  product: string;
  /** The operator's own words about it; empty lines part its paragraphs. */
  introduction: string;
  tenant: string;
  /** Whether a webhook gets this profile without naming it. */
  inherited: boolean;
  /** How callers reach Posthorn, without a slash at the end; empty where nobody has said. */
  baseUrl: string;
  /** Where Posthorn says that it sends from, as a handshake for consent names it. */
  origin: string;
  /** Whether http URLs are taken also where the profile asks for https. */
  allowHttp: boolean;
  userAgent: string;
  /** How many webhooks a tenant may register where the profile says nothing else. */
  webhooksPerTenant: number;
};
