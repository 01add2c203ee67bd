/** What axe finds wrong with a page as it stands. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { RunOptions } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** The small one: it is compiled anew in every document. */
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Of each violation its rule, and what of the page breaks it. Of what is in order axe looks up no more than that it is there. */
export async function faults(page: Page, options: RunOptions = {}): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(AXE);
  const asked = JSON.stringify({ ...options, resultTypes: ["violations"] } satisfies RunOptions);
  const { passed, violated } = await page.evaluate<{ passed: number; violated: string[] }>(
    `axe.run(document, ${asked}).then(({ passes, violations }) => ({
      passed: passes.length,
      violated: violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")),
    }))`,
  );
  expect(passed).toBeGreaterThan(0);
  return violated;
}
