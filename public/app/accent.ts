import { effect } from "@preact/signals";
import { readable } from "./colour.ts";
import { look } from "./look.ts";

/** Gives the portal the operator's colour, as far as it can be read on our grounds; Posthorn's own otherwise. */
export function startAccent(): void {
  effect(() => {
    const colour = look.value?.accent_color ?? null;
    const style = document.documentElement.style;
    for (const [name, value] of Object.entries(tokens(colour)))
      if (value === null) style.removeProperty(name);
      else style.setProperty(name, value);
  });
}

function tokens(colour: string | null): Record<string, string | null> {
  if (colour === null) return { "--accent": null, "--accent-ink": null, "--accent-soft": null };
  const light = readable(colour, "#ffffff");
  const dark = readable(colour, "#131417");
  return {
    "--accent": `light-dark(${light}, ${dark})`,
    "--accent-ink": `light-dark(#ffffff, #131417)`,
    "--accent-soft": `light-dark(color-mix(in srgb, ${light} 10%, #ffffff), color-mix(in srgb, ${dark} 18%, #131417))`,
  };
}
