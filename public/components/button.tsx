import type { ComponentChildren, JSX } from "preact";
import { navigate } from "../app/location.ts";
import { classes } from "./class.ts";
import type { Icon } from "./icons.ts";

type Attributes = Pick<
  JSX.IntrinsicElements["button"],
  "onClick" | "aria-expanded" | "aria-controls" | "aria-pressed" | "aria-describedby" | "autofocus"
>;

export type ButtonProps = Attributes & {
  children: ComponentChildren;
  type?: "button" | "submit";
  /** What the page or dialog is for; one at a time. */
  primary?: boolean;
  /** Deletes or stops something. */
  danger?: boolean;
  /** Without a border, among others. */
  quiet?: boolean;
  icon?: Icon;
  /** It is being done: it cannot be pressed again, and says so. */
  isPending?: boolean;
  disabled?: boolean;
};

/** While its action is under way it stays where it is and keeps the focus. */
export function Button({
  children,
  primary,
  danger,
  quiet,
  icon: Icon,
  isPending,
  disabled,
  ...rest
}: ButtonProps) {
  const { type = "button", onClick, ...attributes } = rest;
  return (
    <button
      type={type}
      class={classes("btn", primary && "primary", danger && "danger", quiet && "quiet")}
      disabled={disabled ?? false}
      aria-disabled={isPending}
      aria-busy={isPending}
      {...(onClick && !isPending && { onClick })}
      {...attributes}
    >
      {Icon && <Icon size={14} aria-hidden="true" />}
      {children}
    </button>
  );
}

/** Looks like a button and leads to another page of ours. */
export function ButtonLink({
  to,
  primary,
  children,
}: {
  to: string;
  primary?: boolean;
  children: ComponentChildren;
}) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a href={`#${to}`} onClick={follow} class={classes("btn", primary && "primary")}>
      {children}
    </a>
  );
}

type IconButtonProps = Attributes & { label: string; icon: Icon; class?: string; disabled?: boolean };

/** A button that shows an icon only; its label is read aloud and shown on hover. */
export function IconButton({ label, icon: Icon, class: name, ...rest }: IconButtonProps) {
  return (
    <button type="button" class={classes("icon-btn", name)} aria-label={label} title={label} {...rest}>
      <Icon size={16} aria-hidden="true" />
    </button>
  );
}
