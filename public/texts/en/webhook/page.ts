import type { Texts } from "../../types.ts";

/** The page of one webhook: its head, what is wrong with it, and recovery. */
export const page = {
  "webhook.title": "Webhook",
  "webhook.tab.deliveries": "Deliveries",
  "webhook.tab.settings": "Settings",
  "webhook.tab.secret": "Secret",
  "webhook.tab.test": "Test",
  "webhook.tab.health": "Health",
  "webhook.more_types": { one: "and {count} more", other: "and {count} more" },
  "webhook.profile_of": "profile {title}",
  "webhook.registered": "registered {date}",
  "webhook.send_test": "Send test",
  "webhook.pause": "Pause",
  "webhook.resume": "Resume",
  "webhook.recover": "Recover…",
  "webhook.paused": "The webhook is paused: its deliveries wait",
  "webhook.resumed": "The webhook gets events again",
  "webhook.saved": "The webhook is saved",
  "webhook.deleted": "{url} is deleted",
  "webhook.unsaved": "unsaved changes",
  "webhook.discard": "Discard changes",
  "webhook.retrying": "One more attempt is being made",
  "webhook.may_not": "You may look here, but change nothing.",
  "webhook.verification_code": "Copy the verification code",
  "webhook.attempts_of": "{count} of {total}",
  "webhook.test_tag": "test",

  "webhook.banner.since": "Nothing has been delivered since {time}.",
  "webhook.banner.in_a_row": { one: "{count} failure in a row.", other: "{count} failures in a row." },
  "webhook.banner.off_after": {
    one: "It will be disabled after {count} more failure.",
    other: "It will be disabled after {count} more failures.",
  },
  "webhook.banner.off_at": "It will be disabled {when} unless something is delivered.",
  "webhook.banner.stays_on": "It stays on, and each delivery is tried as often as the profile says.",
  "webhook.banner.last_attempt": "See the last attempt",
  "webhook.banner.paused": "This webhook is paused.",
  "webhook.banner.paused_text": "Its deliveries wait and go out as soon as it is resumed.",
  "webhook.banner.unverified": "The receiver has not proved that it wants this.",
  "webhook.banner.unverified_text":
    "Nothing is delivered to it until it has; what it misses can be recovered then.",
  "webhook.banner.unverified_paused": "It will be paused once it has.",
  "webhook.banner.disabled.operator": "This webhook was disabled by hand.",
  "webhook.banner.disabled.consecutive_failures":
    "This webhook was disabled after too many failures in a row.",
  "webhook.banner.disabled.failing_too_long": "This webhook was disabled after failing for too long.",
  "webhook.banner.disabled.gone": "This webhook was disabled: the receiver answered that it is gone.",
  "webhook.banner.disabled_text":
    "Nothing is sent. Once the receiver is mended, enable it, then recover what it has missed.",
  "webhook.banner.enable": "Enable",
  "webhook.banner.enabled": "It gets events again.",
  "webhook.banner.enabled_text":
    "What came in while it was disabled was not sent; it has missed events since {time}.",
  "webhook.banner.answered": "The receiver answered {status}.",
  "webhook.banner.verify": "Verify again",

  "recover.title": "Recover missed events",
  "recover.text":
    "Sends this webhook now every event since then that it matches and has not got, also what waits for a later attempt.",
  "recover.since": "Since",
  "recover.since_wrong": "Choose a day and a time.",
  "recover.counting": "Counting…",
  "recover.none": "Nothing was missed since then.",
  "recover.count": { one: "{count} event will be sent.", other: "{count} events will be sent." },
  "recover.do": { one: "Recover {count} event", other: "Recover {count} events" },
  "recover.do_none": "Recover",
} as const satisfies Texts;
