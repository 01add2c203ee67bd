import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { PAGE_SCRIPT_GZIP_BASE64, TREND_SCRIPT_GZIP_BASE64 } from "../../../src/web/island-bundle.ts";
import { islandBundle } from "../../support/island-bundle.ts";

const text = (base64: string) => gunzipSync(Buffer.from(base64, "base64")).toString();
const sizes = { page: PAGE_SCRIPT_GZIP_BASE64, trend: TREND_SCRIPT_GZIP_BASE64 };

test("the scripts that pages load are those of their sources: node tools/ts.mjs tools/island.ts makes them", async () => {
  const [page = "", trend = ""] = [...(await islandBundle()).matchAll(/"([A-Za-z0-9+/=]{100,})"/g)].map(([, packed]) => packed);
  expect(text(page) === text(PAGE_SCRIPT_GZIP_BASE64)).toBe(true);
  expect(text(trend) === text(TREND_SCRIPT_GZIP_BASE64)).toBe(true);
});

test("what every page loads is small, the charts' library is what one chart needs, and neither makes code from text", () => {
  expect((3 * sizes.page.length) / 4).toBeLessThan(12_000);
  expect((3 * sizes.trend.length) / 4).toBeLessThan(160_000);
  for (const packed of Object.values(sizes)) expect(text(packed)).not.toMatch(/\bnew Function\b|\beval\(/);
});
