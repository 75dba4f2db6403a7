/** One immutable fact as the wire code needs it. The JSON texts are the caller's own characters, never re-serialised. */
export type WireEvent = {
  id: string;
  type: string;
  /** Epoch milliseconds. */
  created: number;
  /** JSON text. */
  data: string;
  /** JSON text of an object, or null when the event has none. */
  previousAttributes: string | null;
  channel: string | null;
  actor: string | null;
};

/** Everything one request is made from, besides the profile. */
export type Subject = {
  event: WireEvent;
  tenantId: string;
  webhook: {
    id: string;
    /** The installed app's user whose key registered the webhook. */
    appUser: string | null;
    /** The webhook's own static headers. */
    headers: Record<string, string>;
    /** Live secrets, newest first; more than one only during a rotation's grace time. */
    secrets: string[];
  };
  deliveryId: string;
  /** `number` counts from 1; `timestamp` is the attempt's start in epoch milliseconds. */
  attempt: { number: number; timestamp: number };
};
