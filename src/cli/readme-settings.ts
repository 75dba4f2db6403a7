// Writes the table of settings into README.md: `bun src/cli/readme-settings.ts`.
import { withSettingsTable } from "../config/show.ts";

const readme = new URL("../../README.md", import.meta.url).pathname;
await Bun.write(readme, withSettingsTable(await Bun.file(readme).text()));
