/** One fault of a request: `pointer` is a JSON pointer into the body, or `/query/<name>`, `/path/<name>`, `/headers/<name>`. */
export type Fault = { pointer: string; detail: string };

/** Every problem there is: its status, and its title for people. */
export const problems = {
  malformed_request: [400, "The request is malformed"],
  malformed_json: [400, "The body is not JSON"],
  unauthorized: [401, "No valid API key"],
  session_ended: [401, "The session has ended"],
  portal_link_spent: [401, "This link does not work any more"],
  wrong_credentials: [401, "Wrong e-mail address or password"],
  setup_link_spent: [401, "This link does not work any more"],
  forbidden: [403, "Not allowed"],
  secret_shown_once: [403, "The secret was shown once"],
  not_found: [404, "Not found"],
  method_not_allowed: [405, "Not with this method"],
  event_id_conflict: [409, "Another event has this id"],
  ambiguous_event_id: [409, "Several tenants have an event with this id"],
  tenant_exists: [409, "There is a tenant with this id"],
  profile_builtin: [409, "The profile is built in"],
  profile_exists: [409, "There is a profile of this name"],
  profile_in_use: [409, "The profile is in use"],
  test_event: [409, "The event was a test"],
  user_exists: [409, "There is a user with this e-mail address"],
  last_owner: [409, "The last owner stays"],
  setup_done: [409, "Posthorn is set up already"],
  tenant_deleting: [409, "The tenant is being deleted"],
  tenant_permanent: [409, "The tenant stays"],
  job_not_stoppable: [409, "The job cannot be stopped"],
  not_pending: [409, "The delivery is not pending"],
  webhook_disabled: [409, "The webhook is disabled"],
  webhook_paused: [409, "The webhook is paused"],
  webhook_unverified: [409, "The webhook is not verified"],
  verification_not_required: [409, "The profile asks for no proof"],
  webhook_limit: [409, "No more webhooks for this tenant"],
  setting_locked: [409, "The environment makes this setting"],
  too_large: [413, "Too large"],
  unsupported_media_type: [415, "Send JSON"],
  invalid: [422, "The request is not valid"],
  url_not_allowed: [422, "Nothing is sent to this address"],
  idempotency_key_reused: [422, "This idempotency key was used for another event"],
  too_many_requests: [429, "Too many requests"],
  too_many_streams: [429, "Too many streams"],
  internal: [500, "Something went wrong here"],
  not_ready: [503, "Not ready"],
  shutting_down: [503, "Shutting down"],
  schema_not_judged: [503, "The schema could not be judged in time"],
  disk_full: [503, "No space left for the database"],
  database_unavailable: [503, "The database cannot be written"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ProblemCode = keyof typeof problems;

/** An error as its caller sees it. Source: RFC 9457. */
export class Problem extends Error {
  readonly status: number;

  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly errors: Fault[] = [],
    readonly headers: Record<string, string> = {},
  ) {
    super(detail);
    this.name = "Problem";
    [this.status] = problems[code];
  }

  toJSON() {
    const { code, status, message: detail, errors } = this;
    const title = problems[code][1];
    return {
      type: `urn:posthorn:problem:${code}`,
      title,
      status,
      detail,
      code,
      ...(errors.length > 0 && { errors }),
    };
  }

  toResponse(): Response {
    const headers = { "content-type": "application/problem+json", ...this.headers };
    return new Response(JSON.stringify(this), { status: this.status, headers });
  }
}

/** 422 with every fault; the first one's words are the summary. */
export function invalid(errors: Fault[], code: "invalid" | "url_not_allowed" = "invalid"): Problem {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const place = first?.pointer ? `${first.pointer}:` : "The body";
  return new Problem(code, first ? `${place} ${first.detail}${more}` : "", errors);
}

export const notFound = (what: string) => new Problem("not_found", `There is no ${what}.`);
