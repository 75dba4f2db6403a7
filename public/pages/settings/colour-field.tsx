import { useEffect, useRef } from "preact/hooks";
import { readable } from "../../app/colour.ts";
import { Button } from "../../components/button.tsx";
import { Field } from "../../components/field.tsx";
import { TextInput } from "../../components/text-input.tsx";
import { t } from "../../texts/index.ts";

type ColourFieldProps = {
  label: string;
  hint: string;
  error: string | undefined;
  draft: string;
  isLocked: boolean;
  onChange(draft: string): void;
};

const COLOUR = /^#[0-9a-fA-F]{6}$/;

/** Posthorn's own, where the picker begins. */
const OWN = "#1f5fbf";
const LIGHT = "#ffffff";
const DARK = "#131417";

/** A colour by picker or by its code, and how it will look where it has to be readable. */
export function ColourField({ label, hint, error, draft, isLocked, onChange }: ColourFieldProps) {
  const isColour = COLOUR.test(draft);
  return (
    <>
      <Field {...{ label, hint, error }}>
        <span class="with-unit">
          <TextInput code value={draft} placeholder="#2f6fed" disabled={isLocked} onChange={onChange} />
          <input
            type="color"
            class="colour"
            aria-label={t("settings.colour.pick")}
            value={isColour ? draft : OWN}
            disabled={isLocked}
            onInput={({ currentTarget }) => onChange(currentTarget.value)}
          />
          {draft !== "" && !isLocked && (
            <Button quiet onClick={() => onChange("")}>
              {t("settings.colour.none")}
            </Button>
          )}
        </span>
      </Field>
      {isColour && <Contrast colour={draft.toLowerCase()} />}
    </>
  );
}

/** The colour as links have it on both grounds, and whether it had to be moved for that. */
function Contrast({ colour }: { colour: string }) {
  const [light, dark] = [readable(colour, LIGHT), readable(colour, DARK)];
  const moved = [
    light !== colour && t("settings.colour.darkened"),
    dark !== colour && t("settings.colour.lightened"),
  ];
  return (
    <div class="swatches">
      <Swatch colour={light} ground={LIGHT} />
      <Swatch colour={dark} ground={DARK} />
      <p class="field-hint">{moved.filter(Boolean).join(" ") || t("settings.colour.fine")}</p>
    </div>
  );
}

/** Colours that somebody chooses are in no style sheet; the policy allows them as properties. */
function Swatch({ colour, ground }: { colour: string; ground: string }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    place.current?.style.setProperty("color", colour);
    place.current?.style.setProperty("background", ground);
  }, [colour, ground]);
  return (
    <span ref={place} class="swatch">
      {t("settings.colour.sample")}
    </span>
  );
}
