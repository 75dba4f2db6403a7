import type { Texts } from "../types.ts";

export const deliveries = {
  "outcome.success": "Delivered",
  "outcome.http_error": "HTTP error",
  "outcome.redirect": "Redirect",
  "outcome.timeout": "No answer in time",
  "outcome.dns_error": "Name not found",
  "outcome.connection_error": "No connection",
  "outcome.tls_error": "No secure connection",
  "outcome.blocked": "Not allowed",
  "outcome.response_too_large": "Answer too large",
  "outcome.invalid_response": "Not HTTP",
  "outcome.interrupted": "Interrupted",

  "advice.redirect":
    "Redirects are never followed. Change the webhook's URL to the address that the receiver points to.",
  "advice.timeout":
    "The receiver took too long. It should answer as soon as it has stored the request, and do its work afterwards.",
  "advice.dns_error":
    "The URL's host name could not be looked up. Check its spelling, and that its DNS entry is public.",
  "advice.connection_error":
    "Nothing usable listens at that address. Check that the receiver runs, and that its firewall lets Posthorn in.",
  "advice.tls_error":
    "The receiver's certificate was not accepted. It has to be valid today, made for the URL's host name, and installed with its whole chain.",
  "advice.blocked": "Posthorn did not send it. Change the URL, or the header that cannot be sent.",
  "attempt.remedy": "If this address may be reached, set this in Posthorn's environment and start it again:",
  "advice.response_too_large":
    "The headers of the answer are too large. A short answer with few headers is enough.",
  "advice.invalid_response":
    "What came back is no HTTP answer. Check that the URL's port belongs to a web server.",
  "advice.interrupted":
    "Posthorn was restarted meanwhile. It sends this again by itself and counts it for nothing.",
  "advice.http.refused":
    "The receiver did not accept who sends. Check the secret that it verifies with, and that no login stands before the URL.",
  "advice.http.missing": "The receiver has nothing at this URL that takes a POST. Check the path.",
  "advice.http.gone":
    "The receiver says that it is gone for good. Enable the webhook again only once it is back.",
  "advice.http.too_large":
    "The event is larger than the receiver accepts. Raise its limit for request bodies.",
  "advice.http.busy":
    "The receiver is overloaded or in maintenance. It is asked again by itself; a rate limit on the webhook may help.",
  "advice.http.server": "The receiver failed while it handled the request. Its own log tells why.",
  "advice.http.client": "The receiver did not like the request. Its answer below, or its own log, tells why.",
  "advice.http.other": "This status does not count as delivered by the webhook's profile.",

  "attempt.request": "Request",
  "attempt.answer": "Answer",
  "attempt.request_body": "Request body",
  "attempt.answer_body": "Answer body",
  "attempt.not_sent": "Nothing was sent",
  "attempt.no_answer": "Nothing came back",
  "attempt.masked": "Secrets are masked: of them only the first characters are kept.",
  "attempt.truncated": "The answer went on: only its beginning was read and kept.",
  "attempt.decoded": "The receiver compressed this body ({coding}). It is shown decompressed.",
  "attempt.hidden": "The body of an answer from a private network is shown to operators only.",
  "attempt.asked_pause": "{status}. Asked for a pause of {span} (Retry-After).",
  "attempt.manual": "by hand",
  "attempt.test": "test",
  "attempt.after": "+{span}",
  "timing.dns": "DNS",
  "timing.connect": "Connect",
  "timing.tls": "TLS",
  "timing.first_byte": "First byte",
  "timing.rest": "Rest",
  "timing.total": "Total",
  "timing.address": "The address that was dialled",

  "job.running": "Under way.",
  "job.succeeded": "Done.",
  "job.stopped": "Stopped.",
  "job.failed": "It could not go on.",
  "job.stop": "Stop",
  "job.progress": "Progress",
  "job.done": { one: "{done} of {count} done.", other: "{done} of {count} done." },
  "job.outcome.delivered": { one: "{count} delivered", other: "{count} delivered" },
  "job.outcome.failed": { one: "{count} failed again", other: "{count} failed again" },
  "job.outcome.retrying": { one: "{count} still retrying", other: "{count} still retrying" },
  "job.not_done": {
    one: "{count} could not be done: its webhook gets nothing now.",
    other: "{count} could not be done: their webhooks get nothing now.",
  },

  "delivery.title": "Delivery",
  "delivery.created": "created {when}",
  "delivery.test": "Test event",
  "delivery.retry": "Retry now",
  "delivery.cancel": "Cancel delivery",
  "delivery.curl": "Copy as cURL",
  "delivery.attempts": "Attempts",
  "delivery.none_yet": "No attempt yet",
  "delivery.none_yet_text": "The first one is made as soon as the webhook may get it.",
  "delivery.next_at": "Next attempt, number {count}",
  "delivery.under_way": "Under way",
  "delivery.asked": "One more attempt was asked for. It shows here as soon as it is over.",
  "delivery.held.paused": "The webhook is paused. This waits until it is resumed.",
  "delivery.held.unverified": "The webhook is not verified yet. This waits until it is.",
  "delivery.held.disabled": "The webhook is disabled. Enable it, then retry this.",
  "delivery.open_webhook": "Open the webhook",
  "delivery.over.failed": "No attempts are left. Once the receiver is mended, retry it.",
  "delivery.over.cancelled.operator": "It was cancelled by hand. Retry now makes one more attempt.",
  "delivery.over.cancelled.webhook_disabled": "It was cancelled when its webhook was disabled.",
  "delivery.over.cancelled.webhook_deleted": "It was cancelled when its webhook was deleted.",
  "delivery.cancel.title": "Cancel this delivery?",
  "delivery.cancel.text": {
    one: "{type} to {url} is not tried again; {count} attempt was made. An attempt that is under way still ends.",
    other:
      "{type} to {url} is not tried again; {count} attempts were made. An attempt that is under way still ends.",
  },
  "delivery.cancel.keep": "Keep it",
  "delivery.replay": "Replay event",
  "delivery.replay.title": "Send this event again?",
  "delivery.replay.text":
    "One new delivery of {type} to {url}, with attempts of its own. This delivery stays as it is.",
  "delivery.replay.do": "Make 1 new delivery",
  "delivery.cancelled": "The delivery is cancelled",
  "delivery.replayed": "The event is being sent again",

  "curl.masked": "Masked header values end in ••••. Put the real ones in before you run this.",

  "signature.check": "Check signature",
  "signature.title": "Check the signature",
  "signature.intro": "Paste the webhook's secret. It is compared here in your browser and goes nowhere.",
  "signature.scheme": "Scheme",
  "signature.secret": "Secret",
  "signature.secret.hint": "As the webhook's page shows it, or as your receiver has it.",
  "signature.body": "Body",
  "signature.body.hint":
    "As it was sent. Paste the body as your receiver saw it to find out whether it was changed on the way.",
  "signature.ok": "The signature matches.",
  "signature.ok.text":
    "The secret is the one that this attempt was signed with, and the body is what was sent.",
  "signature.spaces": "The signature matches, but only without the white space around the secret.",
  "signature.spaces.text": "Remove it where your receiver keeps the secret.",
  "signature.body_differs": "The secret is right, but this body is not what was sent.",
  "signature.body_differs.text":
    "The first difference is at character {at}. Verify the raw bytes of the request, before anything parses them.",
  "signature.wrong": "The signature does not match.",
  "signature.wrong.text":
    "It was made with another secret: perhaps it was rotated since, or it belongs to another webhook.",
  "signature.no_key": "This is no secret of this scheme.",
  "signature.no_key.text": "It has to be whsec_ and base64. Copy the whole of it, without quotes.",
  "signature.copy_body": "Copy the body",
  "signature.none": "This request carries no signature that could be checked here.",
  "signature.command.private":
    "An Ed25519 signature is checked with the webhook's public key (whpk_…) and the posthorn command:",
  "signature.command.insecure":
    "Browsers check signatures on https pages only. Save the body and use the posthorn command instead:",

  "deliveries.title": "Deliveries",
  "deliveries.sub": "What was sent to webhooks, newest first",
  "deliveries.list": "Deliveries",
  "deliveries.status.any": "Any status",
  "deliveries.column.status": "Status",
  "deliveries.column.event": "Event",
  "deliveries.column.webhook": "Webhook",
  "deliveries.column.last": "Last attempt",
  "deliveries.column.attempts": "Attempts",
  "deliveries.column.created": "Created",
  "deliveries.next": "next {when}",
  "deliveries.waiting": "Not tried yet",
  "deliveries.empty.title": "No deliveries yet",
  "deliveries.empty.text":
    "As soon as an event matches a webhook, its delivery shows here with all that was sent and answered.",
  "deliveries.empty.portal":
    "As soon as an event is sent to one of your webhooks, it shows here with all that was answered.",
  "deliveries.retried": "One more attempt of {type} was asked for",
  "deliveries.counting": "Counting…",
  "deliveries.match": { one: "{count} delivery matches", other: "{count} deliveries match" },
  "deliveries.of_selected": {
    one: "{fit} of {count} selected delivery",
    other: "{fit} of {count} selected deliveries",
  },
  "deliveries.retry": "Retry…",
  "deliveries.retry.title": "Retry these deliveries?",
  "deliveries.retry.none": "None of these deliveries can be retried.",
  "deliveries.retry.do": { one: "Retry {count} delivery", other: "Retry {count} deliveries" },
  "deliveries.retry.note":
    "Each gets one more attempt now. Deliveries to webhooks that are not active stay as they are. Receivers that already have an event see the same event id again.",
  "deliveries.cancel": "Cancel…",
  "deliveries.cancel.title": "Cancel these deliveries?",
  "deliveries.cancel.none": "None of these deliveries can be cancelled: they are over.",
  "deliveries.cancel.do": { one: "Cancel {count} delivery", other: "Cancel {count} deliveries" },
  "deliveries.cancel.keep": "Keep them",
  "deliveries.cancel.note":
    "They are not attempted again unless somebody retries them. An attempt that is under way still ends.",
  "deliveries.export": "Export…",
  "deliveries.export.title": "Export deliveries",
  "deliveries.export.none": "There is nothing to export.",
  "deliveries.export.do": { one: "Download {count} delivery", other: "Download {count} deliveries" },
  "deliveries.export.format": "Format",
  "deliveries.export.csv": "CSV, for spreadsheets",
  "deliveries.export.ndjson": "NDJSON, one JSON object per line",
} as const satisfies Texts;
