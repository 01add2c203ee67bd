import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { PAGE_SCRIPT_GZIP_BASE64, TREND_SCRIPT_GZIP_BASE64 } from "../../../src/web/island-bundle.ts";
import { islandBundle, trendFlowOf } from "../../support/island-bundle.ts";

const text = (base64: string) => gunzipSync(Buffer.from(base64, "base64")).toString();
const sizes = { page: PAGE_SCRIPT_GZIP_BASE64, trend: TREND_SCRIPT_GZIP_BASE64 };

test("the scripts that pages load are those of their sources: node tools/ts.mjs tools/island.ts makes them", async () => {
  const [page = "", trend = ""] = [...(await islandBundle()).matchAll(/"([A-Za-z0-9+/=]{100,})"/g)].map(
    ([, packed]) => packed,
  );
  expect(text(page) === text(PAGE_SCRIPT_GZIP_BASE64)).toBe(true);
  expect(text(trend) === text(TREND_SCRIPT_GZIP_BASE64)).toBe(true);
});

test("what every page loads is small, and the charts' library is what one chart needs", () => {
  expect((3 * sizes.page.length) / 4).toBeLessThan(12_000);
  expect((3 * sizes.trend.length) / 4).toBeLessThan(160_000);
});

interface Operators {
  readonly operators: readonly { readonly type: string; readonly params?: Record<string, { $subflow?: Operators }> }[];
}
const kindsOf = ({ operators }: Operators): string[] =>
  operators.flatMap(({ type, params = {} }) => [
    type,
    ...Object.values(params).flatMap((param) => (param?.$subflow ? kindsOf(param.$subflow) : [])),
  ]);

test("of Vega everything is there that the trend is made of: what is missing would be left out without a word", () => {
  const parts = readFileSync(new URL("../../../src/web/island/vega-parts.ts", import.meta.url), "utf8");
  const kinds = new Set(kindsOf(trendFlowOf() as unknown as Operators));
  expect(kinds.size).toBeGreaterThan(12);
  for (const kind of kinds) if (kind !== "operator") expect(parts, kind).toMatch(new RegExp(`\\b${kind}\\b`));
});
