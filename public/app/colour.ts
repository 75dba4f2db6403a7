/** Least contrast of text by WCAG 2.2 AA. */
const ENOUGH = 4.5;

/** The colour, moved away from the ground in steps of a tenth until text in it can be read there, both ways around. */
export function readable(colour: string, ground: string): string {
  const away = luminance(ground) > 0.5 ? 0 : 255;
  for (let step = 0; step <= 10; step++) {
    const moved = channels(colour).map((channel) => Math.round(channel + ((away - channel) * step) / 10));
    const hex = `#${moved.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
    if (contrast(hex, ground) >= ENOUGH + MARGIN) return hex;
  }
  return away === 0 ? "#000000" : "#ffffff";
}

/** The soft ground of the same colour is a little nearer to it than the plain one. */
const MARGIN = 1;

const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** Source: WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = channels(hex).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
