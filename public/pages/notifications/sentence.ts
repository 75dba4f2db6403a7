import { shortUrl } from "../../components/url-text.tsx";

const LONGEST_URL = 80;

type Told = { message: string; webhook: { url: string } | null };

/** The message with its URL no longer than a line: what happened stands behind it. */
export function sentence({ message, webhook }: Told): string {
  if (webhook === null) return message;
  const short = shortUrl(webhook.url);
  const cut = short.length > LONGEST_URL ? `${short.slice(0, LONGEST_URL).toWellFormed()}…` : short;
  return message.replace(webhook.url, () => cut);
}
