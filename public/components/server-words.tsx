import type { ComponentChildren } from "preact";
import { isEnglish } from "../texts/index.ts";

type ServerWordsProps = {
  /** The server's sentence, which is English; null when it says nothing. */
  words: string | null;
  /** What the page says itself. */
  children?: ComponentChildren;
};

/** The server's sentence before the page's; on a page in another language the page's comes first and the server's below it. */
export function ServerWords({ words, children }: ServerWordsProps) {
  if (words === null) return <>{children}</>;
  if (isEnglish())
    return (
      <>
        <bdi>{words}</bdi> {children}
      </>
    );
  return (
    <>
      {children}
      <small class="server-words" lang="en">
        <bdi>{words}</bdi>
      </small>
    </>
  );
}
