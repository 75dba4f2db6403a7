import type { ComponentChildren } from "preact";
import { navigate } from "../app/location.ts";

type LinkProps = {
  /** A path of the page, such as `/webhooks/wh_1?tab=secret`. */
  to: string;
  class?: string;
  children: ComponentChildren;
  "aria-current"?: "page";
  "aria-label"?: string;
  "data-row"?: boolean;
};

/** A link to another page of ours. With a key held or another button it is the browser's. */
export function Link({ to, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a href={`#${to}`} onClick={follow} {...rest}>
      {children}
    </a>
  );
}
