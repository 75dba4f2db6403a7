import { CopyButton } from "./copy-button.tsx";

type SecretTextProps = { label: string; text: string; copy: string };

/** What is shown this once and to be copied: a key, a one-time link. */
export function SecretText({ label, text, copy }: SecretTextProps) {
  return (
    <figure class="secret">
      <figcaption>{label}</figcaption>
      <code dir="ltr">{text}</code>
      <CopyButton text={text} label={copy} />
    </figure>
  );
}
