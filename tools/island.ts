// Bundles the pages' scripts (src/web/island/) with the part of Vega that they use into src/web/island-bundle.ts, as text
// that travels wherever the code does. Run after changing them, the trend's template or Vega: node tools/ts.mjs tools/island.ts
import { writeFileSync } from "node:fs";
import { islandBundle } from "../test/support/island-bundle.ts";

writeFileSync(new URL("../src/web/island-bundle.ts", import.meta.url), await islandBundle());
