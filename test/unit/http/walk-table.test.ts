/** The walk of test/service/walk.test.ts knows what to send to every route that writes. */
import { expect, test } from "vitest";
import { ROUTES } from "../../../src/http/app.ts";
import { WRITES } from "../../support/walk.ts";

test("every route that writes has a line in test/support/walk.ts", () => {
  const writing = ROUTES.filter(({ method }) => method !== "get");
  const names = writing.map(({ method, path }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`);
  expect(names.length).toBeGreaterThan(5);
  expect(
    names.filter((name) => !(name in WRITES)),
    "add a line to WRITES: a path and a body that an administrator may send",
  ).toEqual([]);
});
