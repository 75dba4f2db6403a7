import { data, member, object, oneOf, type Sample } from "./schema.ts";

// Source: seed 004, "Event Types".

const CHAT_STATUSES = ["active", "snoozed", "closed", "needs_attention"];

const chat = member("Id of the chat that the message belongs to.");
const channel = oneOf("Where the chat takes place.", ["whatsapp", "instagram"]);
const phone = member("Phone number in international form for WhatsApp, user name for Instagram.");
const kind = oneOf("What the message consists of.", [
  ...["text", "image", "video", "audio", "document", "location", "sticker", "template"],
]);

export const orki: Sample[] = [
  {
    name: "meta.message",
    description: "A message was received from WhatsApp/Instagram.",
    group: "Messages",
    schema: data({
      meta_message_id: member("Id that Meta gave the message."),
      channel,
      account_id: member("Id of the WhatsApp phone number or Instagram account that it was sent to."),
      from: object({ id: phone, name: member("Name in the sender's profile.") }, "Who sent it."),
      type: kind,
      timestamp: member("When Meta received the message."),
      text: object({ body: member("Text of the message.") }, "Only of messages of the type text."),
      media: object(
        {
          url: member("Where the file can be loaded from."),
          mime_type: member("Media type of the file."),
          caption: member("Text below the file."),
        },
        "Only of messages that carry a file.",
      ),
      reply_to: member("Id that Meta gave the message which this one answers."),
    }),
    example: {
      meta_message_id: "wamid.HBgMOTY2NTAxMjM0NTY3FQIAEhggRDNFQjA3QTFDOTAyNEYwRDg2QTcA",
      channel: "whatsapp",
      account_id: "109876543210987",
      from: { id: "+966501234567", name: "Noura Al-Harbi" },
      type: "text",
      timestamp: "2024-01-15T10:29:58Z",
      reply_to: "wamid.HBgMOTY2NTAxMjM0NTY3FQIAERgSNkE0QzFEMDVGODk3MkU0QjAA",
      text: { body: "Hi, is the blue abaya back in size M?" },
    },
  },
  {
    name: "message.created",
    description: "A new message was created (inbound or outbound).",
    group: "Messages",
    schema: data({
      message_id: member("Id of the message."),
      chat_id: chat,
      contact_id: member("Id of the contact whom the chat is with."),
      channel,
      direction: oneOf("Inbound is from the contact, outbound to the contact.", ["inbound", "outbound"]),
      type: kind,
      body: member("Text of the message; null where it has none."),
      created_at: member("When the message was created."),
      sent_by: object(
        {
          type: oneOf("Who wrote it.", ["agent", "bot", "automation"]),
          id: member("Id of the agent."),
          name: member("Name of the agent."),
        },
        "Only of outbound messages.",
      ),
    }),
    example: {
      message_id: "msg_7Qd2kP0xVn",
      chat_id: "chat_4fT9sLw1Ze",
      contact_id: "con_51bHc8RmYa",
      channel: "whatsapp",
      direction: "outbound",
      type: "text",
      body: "Yes, it came in this morning. Shall I put one aside for you?",
      created_at: "2024-01-15T10:30:00Z",
      sent_by: { type: "agent", id: "usr_18", name: "Faisal" },
    },
  },
  {
    name: "chat.status_changed",
    description: "A chat's status changed (active, snoozed, closed, needs attention).",
    group: "Chats",
    schema: data({
      chat_id: member("Id of the chat."),
      contact_id: member("Id of the contact whom the chat is with."),
      channel,
      status: oneOf("Status that the chat has now.", CHAT_STATUSES),
      previous_status: oneOf("Status that the chat had before.", CHAT_STATUSES),
      changed_at: member("When the status changed."),
      changed_by: member("Id of the agent who changed it; null where a rule did."),
      snoozed_until: member("When a snoozed chat becomes active again."),
    }),
    example: {
      chat_id: "chat_4fT9sLw1Ze",
      contact_id: "con_51bHc8RmYa",
      channel: "whatsapp",
      status: "snoozed",
      previous_status: "active",
      changed_at: "2024-01-15T10:42:10Z",
      changed_by: "usr_18",
      snoozed_until: "2024-01-16T08:00:00Z",
    },
  },
];
