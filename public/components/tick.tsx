import { useEffect, useRef } from "preact/hooks";

type TickProps = {
  label: string;
  checked: boolean;
  /** Some of the rows that it stands for are ticked, and some are not. */
  isMixed?: boolean;
  /** With Shift held, it is about all up to here. */
  onTick(isRange: boolean): void;
};

/** The checkbox of a row, or of all; the cell around it is as large as a finger. */
export function Tick({ label, checked, isMixed = false, onTick }: TickProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = isMixed;
  }, [isMixed]);
  return (
    <label class="tick-box">
      <input
        ref={box}
        type="checkbox"
        aria-label={label}
        checked={checked}
        onClick={(event) => onTick(event.shiftKey)}
      />
    </label>
  );
}
