/** The pages' scripts bundled, minified and compressed: what `src/web/island-bundle.ts` holds. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";
import { parse } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { CHART_CONFIG } from "../../src/charts/theme.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const ENTRIES = { PAGE: "src/web/island/page.ts", TREND: "src/web/island/trend.ts" } as const;

/** The text of `src/web/island-bundle.ts`. */
export async function islandBundle(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(ENTRIES).map(
      async ([name, path]) => `export const ${name}_SCRIPT_GZIP_BASE64 =\n  "${await bundled(path)}";\n`,
    ),
  );
  return `/** Made by tools/island.ts from src/web/island/, the trend's template and Vega (Copyright University of Washington Interactive Data Lab, BSD-3-Clause), d3 (Copyright Mike Bostock, ISC) and idiomorph (0BSD). */\n${lines.join("\n")}`;
}

async function bundled(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [root + path],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2022",
    legalComments: "none",
    plugins: [trendFlow],
  });
  const packed = gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 });
  packed[9] = 255; // the system it was made on is no part of the content
  return packed.toString("base64");
}

/** The template compiled as far as it goes without rows: the browser needs neither Vega-Lite nor Vega's parser. */
const trendFlow: Plugin = {
  name: "trend-flow",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^tarnish:trend-flow$/ }, ({ path }) => ({ path, namespace: "flow" }));
    onLoad({ filter: /.*/, namespace: "flow" }, () => ({
      contents: `export const flow = ${JSON.stringify(trendFlowOf())};`,
      loader: "js",
    }));
  },
};

/** The dataflow of the trend, without rows. */
export function trendFlowOf() {
  const { usermeta: _, ...template } = JSON.parse(readFileSync(`${root}dashboards/series.vl.json`, "utf8")) as {
    usermeta: unknown;
    params: { name: string }[];
  };
  const params = template.params.map(({ name }) => ({ name, value: null }));
  const bare = { ...template, params, datasets: {}, config: CHART_CONFIG, width: 1120, height: 390 };
  return parse(compile(bare as unknown as TopLevelSpec).spec, undefined, { ast: true });
}
