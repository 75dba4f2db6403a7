import { Fragment } from "preact";

/** Where a name without spaces may go on in the next line: behind what parts it. Hyphens do so by themselves. */
const JOINT = /(?<=[/?&=.])/;

/** A URL or another long name, which breaks at its joints rather than within a word where it is too long for a line. */
export const Breakable = ({ text }: { text: string }) => (
  <>
    {text.split(JOINT).map((part, index) => (
      <Fragment key={index}>
        {index > 0 && <wbr />}
        {part}
      </Fragment>
    ))}
  </>
);
