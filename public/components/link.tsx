import type { ComponentChildren } from "preact";
import { navigate, navigateUp } from "../app/location.ts";

type LinkProps = {
  /** A path of the page, such as `/webhooks/wh_1?tab=secret`. */
  to: string;
  class?: string;
  /** To what this page is below of. */
  isUp?: boolean;
  children: ComponentChildren;
  "aria-current"?: "page";
  "aria-label"?: string;
  "data-row"?: boolean;
};

/** A link to another page of ours. With a key held or another button it is the browser's. */
export function Link({ to, isUp = false, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    // Safari gives it no focus; the page that it is on is left with it.
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus({ preventScroll: true });
    if (isUp) navigateUp(to);
    else navigate(to);
  };
  return (
    <a href={`#${to}`} onClick={follow} {...rest}>
      {children}
    </a>
  );
}
