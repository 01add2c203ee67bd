/** Before the storage is ready nothing pretends to be; the first page of an empty service teaches how to fill it. */
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { expect, test } from "vitest";
import { readConfig } from "../../src/entry/config.ts";
import { openService } from "../../src/entry/node.ts";
import { temporaryFolder } from "../support/service.ts";

test("until migrations are applied /readyz and everything else say 503, /healthz says 200", async () => {
  const data = temporaryFolder();
  const service = await openService(readConfig({ TARNISH_DATA: data }), pino({ level: "silent" }));
  const status = async (path: string) => (await service.app.request(path)).status;
  expect([await status("/healthz"), await status("/readyz")]).toEqual([200, 503]);
  const refused = await service.app.request("/v1/series");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  const page = async (path: string) => {
    const answer = await service.app.request(path, { headers: { accept: "text/html" } });
    return { status: answer.status, retry: answer.headers.get("retry-after"), text: await answer.text() };
  };
  const told = { status: 503, retry: "1" };
  expect(await page("/")).toMatchObject({
    ...told,
    text: expect.stringContaining('<p class="sub">The service is starting'),
  });
  const starting = service.start();
  while ((await status("/readyz")) !== 200) await new Promise(setImmediate);
  expect(existsSync(join(data, "admin.token"))).toBe(true);
  await starting;
  expect([await status("/readyz"), await status("/v1/series"), await status("/")]).toEqual([200, 200, 200]);
  const home = await (await service.app.request("/")).text();
  expect(home).toContain("tarnish post");
  expect(home).toContain("tarnish gate");
  await service.stop();
  const away = { ...told, text: expect.stringContaining("The storage does not answer now") };
  expect(await page("/rigs")).toMatchObject(away); // the engine is closed; what is in memory is told all the same
  rmSync(data, { recursive: true, force: true });
});

test("settings that cannot be used are named together", () => {
  expect(() => readConfig({ TARNISH_PORT: "many", TARNISH_DATABASE: "a b" })).toThrow(
    /TARNISH_PORT.*TARNISH_DATABASE/s,
  );
});
