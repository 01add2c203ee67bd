/** A verdict in a terminal: what decides, each series told apart from its namesakes. */
import { afterEach, expect, test, vi } from "vitest";
import { printVerdict } from "../../../src/entry/print-verdict.ts";
import { shownChangeset } from "../../support/changeset-fixture.ts";

afterEach(() => vi.restoreAllMocks());

function printed(clients: readonly string[]): string {
  const { verdict } = shownChangeset();
  const [guilty] = verdict.series;
  if (guilty === undefined) throw new Error("the fixture has no series");
  const series = clients.map((count, i) => ({
    ...guilty,
    series: String(i),
    parameters: { clients: count, depth: "1" },
  }));
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  printVerdict({ ...verdict, series }, false);
  return write.mock.calls.map(([text]) => String(text)).join("");
}

test("series of one name on one rig are told apart by the parameters that differ", () => {
  const text = printed(["16", "64"]);
  expect(text).toContain("ior-easy write.bandwidth (clients 16)");
  expect(text).toContain("ior-easy write.bandwidth (clients 64)");
});

test("a series without a namesake has its name alone", () => {
  expect(printed(["16"])).toMatch(/ior-easy write\.bandwidth +│/);
});
