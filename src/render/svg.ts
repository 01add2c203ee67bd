/** A finished Vega-Lite specification becomes an SVG, on Node as in a Worker: no canvas, and code made from strings only where that is allowed. */
import * as vega from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { compile, type TopLevelSpec } from "vega-lite";
import type { Row, VegaLiteSpec } from "../charts/spec.ts";
import { FONT } from "../charts/theme.ts";
import { textWidth } from "./text-width.ts";
import { quoted } from "./tidy-markup.ts";
import { useTidySvg } from "./tidy-renderer.ts";

/** The library's way to be told how wide text is; its types do not know of it. */
const { textMetrics } = vega as unknown as { textMetrics: { width: (item: TextItem, text: unknown) => number } };
textMetrics.width = (item, text) => textWidth(String(text ?? ""), item.fontSize ?? 11, item.fontWeight);

useTidySvg();

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: unknown;
}

/** With `var(--…)` colours, for pages that define them; see `standaloneSvg` for a file. */
export async function renderSvg(spec: VegaLiteSpec): Promise<string> {
  const view = new vega.View(flowOf(spec), {
    renderer: "none",
    ...(isInterpreted() && { expr: expressionInterpreter }),
  });
  try {
    view.width(Number(spec["width"])).height(Number(spec["height"]));
    for (const { name, value } of (spec["params"] ?? []) as { name: string; value: unknown }[])
      view.signal(name, value);
    // Copies, because the view writes an identity into each row that it takes.
    for (const [name, rows] of Object.entries((spec["datasets"] ?? {}) as Record<string, Row[]>)) {
      view.data(
        name,
        rows.map((row) => ({ ...row })),
      );
    }
    const name = `class="chart" role="img" aria-label="${quoted(String(spec["description"] ?? ""))}" font-family="${FONT}"`;
    return (await view.toSVG()).replace("<svg ", () => `<svg ${name} `);
  } finally {
    view.finalize();
  }
}

let interpreted: boolean | undefined;

/**
 * A template's expressions as functions take half of the time; a Worker, and a Node that was told so, make none from
 * strings. The strings are those of `dashboards/`: rows and parameters are values, never code.
 */
function isInterpreted(): boolean {
  if (interpreted !== undefined) return interpreted;
  try {
    interpreted = new Function("return false")() as boolean;
  } catch {
    interpreted = true;
  }
  return interpreted;
}

/** Compiling takes a third of a picture's time and depends on the template only, not on its rows. */
const flows = new WeakMap<object, vega.Runtime>();

function flowOf(spec: VegaLiteSpec): vega.Runtime {
  const template = (spec["layer"] ?? spec["encoding"]) as object;
  const known = flows.get(template);
  if (known) return known;
  const params = ((spec["params"] ?? []) as { name: string }[]).map(({ name }) => ({ name, value: null }));
  const bare = { ...spec, params, datasets: {} };
  const flow = vega.parse(
    compile(bare as unknown as TopLevelSpec).spec,
    undefined,
    isInterpreted() ? { ast: true } : {},
  );
  flows.set(template, flow);
  return flow;
}
