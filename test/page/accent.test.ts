import { expect, test } from "bun:test";
import { readable } from "../../public/app/colour.ts";

test("a colour that can be read on the ground stays as it is", () => {
  expect(readable("#0b3d91", "#ffffff")).toBe("#0b3d91");
});

test("any other is moved as far from the ground as it has to be, on light and on dark", () => {
  for (const colour of ["#ffff00", "#ffffff", "#00ff88", "#777777", "#000000", "#2f6fed"])
    for (const ground of ["#ffffff", "#131417"])
      expect(contrast(readable(colour, ground), ground)).toBeGreaterThan(4.5);
});

/** Source: WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other].map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const linear = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => sum + weight * (linear[at] ?? 0), 0);
}
