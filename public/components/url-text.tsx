import { Breakable } from "./breakable.tsx";

/** A URL without what goes without saying: https, and a lone slash at its end. The whole one on hover. */
export function UrlText({ url }: { url: string }) {
  return (
    <bdi class="url" dir="ltr" title={url}>
      <Breakable text={shortUrl(url)} />
    </bdi>
  );
}

/** As `UrlText` shows it. */
export const shortUrl = (url: string): string =>
  url.replace(/^https:\/\//, "").replace(/^([^/?#]+)\/$/, "$1");
