import { expect, test } from "bun:test";
import { Elysia, t } from "elysia";
import { toProblem } from "../../src/http/errors.ts";
import { createLogger } from "../../src/log.ts";

test("an answer that does not fit its own schema is logged by place, without what it holds", async () => {
  const lines: string[] = [];
  const log = createLogger({ level: "debug", format: "json", write: (line) => void lines.push(line) });
  const app = new Elysia()
    .onError(({ error, code }) => toProblem(error, code, log, () => []).toResponse())
    .get("/", () => ({ secret: "whsec_never", data: "payload" }) as never, {
      response: t.Object({ secret: t.Number(), data: t.String() }),
    });
  const response = await app.handle(new Request("http://localhost/"));
  expect(await response.json()).toMatchObject({ status: 500, code: "internal" });
  expect(lines.join("")).toContain("/secret");
  expect(lines.join("") + JSON.stringify(response)).not.toMatch(/whsec_never|payload/);
});
