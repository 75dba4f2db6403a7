import { expect, test } from "bun:test";
import { withSettingsTable } from "../src/config/show.ts";

test("README's table of settings is current (`bun src/cli/readme-settings.ts` makes it so)", async () => {
  const readme = await Bun.file(new URL("../README.md", import.meta.url)).text();
  expect(readme).toBe(withSettingsTable(readme));
});

test("a README without the markers is refused", () => {
  expect(() => withSettingsTable("# Posthorn")).toThrow("lacks the markers");
});
