// Makes src/web/decisions-text.ts, the page /help/decisions, of docs/decisions.md. Run after changing it: node tools/ts.mjs tools/decisions.ts
import { writeFileSync } from "node:fs";
import { decisionsModule } from "../test/support/decisions-html.ts";

writeFileSync(new URL("../src/web/decisions-text.ts", import.meta.url), decisionsModule());
