/** A plain sentence of the server's, in English; what stands between backticks is code. */
export function Sentence({ text }: { text: string }) {
  return (
    <>{text.split(/`([^`]*)`/).map((part, at) => (at % 2 === 1 ? <code key={at}>{part}</code> : part))}</>
  );
}

export const Paragraphs = ({ texts }: { texts: readonly string[] }) => (
  <>
    {texts.map((text) => (
      <p key={text}>
        <Sentence text={text} />
      </p>
    ))}
  </>
);

export const Points = ({ texts }: { texts: readonly string[] }) => (
  <ul>
    {texts.map((text) => (
      <li key={text}>
        <Sentence text={text} />
      </li>
    ))}
  </ul>
);
