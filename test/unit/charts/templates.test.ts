/** A chart is a template, a query and a line: what is added is all there, and each template says what people read of it. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { compile, type TopLevelSpec } from "vega-lite";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { CHARTS } from "../../../src/actions/charts/all.ts";
import { type ChartSize, metaOf, phoneSize } from "../../../src/charts/chart.ts";
import { bind } from "../../../src/charts/spec.ts";
import { helpPage } from "../../../src/web/help-page.ts";
import { PAGES } from "../../../src/web/pages/index.ts";
import { sampleOf } from "../../support/chart-samples.ts";

const root = new URL("../../../", import.meta.url);
const folder = new URL("dashboards/", root);
const namesIn = (path: string, ending: string) =>
  readdirSync(new URL(path, root))
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length));
const files = namesIn("dashboards/", ".vl.json").map((name) => `${name}.vl.json`);
const textOf = (path: string) => readFileSync(new URL(path, root), "utf8");

test("every template has its query and its line, every query its template, and each chart is there once", () => {
  const queries = namesIn("src/actions/charts/", ".ts").filter((name) => !["all", "chart", "index"].includes(name));
  const lines = [...textOf("src/actions/charts/index.ts").matchAll(/^export \{ \w+ \} from "\.\/([\w-]+)\.ts";$/gm)];
  const names = [...CHARTS.keys()].map((name) => `${name}.vl.json`);
  expect(files.length).toBeGreaterThan(7);
  expect(names.sort(), "a file in dashboards/ and the name of a query in src/actions/charts/").toEqual(files.sort());
  expect(lines.map(([, name]) => `${name}.vl.json`).sort(), "a line in src/actions/charts/index.ts").toEqual(files);
  expect(queries.map((name) => `${name}.vl.json`).sort(), "a query in src/actions/charts/").toEqual(files);
  for (const [name, { template }] of CHARTS)
    expect(JSON.stringify(template), name).toBe(JSON.stringify(JSON.parse(textOf(`dashboards/${name}.vl.json`))));
});

const size = z.strictObject({ width: z.int().min(200).max(1200), height: z.int().min(100).max(800).optional() });
const META = z.strictObject({
  title: z.string().min(4).max(60),
  about: z.string().min(20).max(300).endsWith("."),
  empty: z.string().min(10).max(100).endsWith("."),
  help: z.string().optional(),
  pages: z.array(z.string().startsWith("/")),
  shown: z.enum(["section", "inline", "frame"]),
  sizes: z.strictObject({ alone: size, page: size, phone: size.optional() }),
});

test.each([...CHARTS])("%s says what people read of it, and every word of its query", async (name, chart) => {
  expect(META.parse(chart.template["usermeta"])).toEqual(metaOf(chart.template));
  const { help } = chart.meta;
  if (help !== undefined) expect(String(await helpPage())).toContain(`id="${help}"`);
  for (const [key, part] of Object.entries(chart.parameters.shape))
    expect(part.description, `${name}: .describe() the parameter ${key}`).toMatch(/\.$/);
  expect(chart.readers).toMatch(/\.$/);
  const told = Object.values(chart.columns).map((column) => column.told);
  expect(told.length).toBeGreaterThan(1);
  expect(new Set(told).size, `${name}: two columns mean the same`).toBe(told.length);
});

test.each([...CHARTS])(
  "%s has one size for phones, in frames as on pages, where its template says one",
  (_, { meta }) => {
    const { phone, alone, page } = meta.sizes;
    expect(phoneSize(meta, "alone")).toEqual(phone ?? { ...alone, width: 312, ...atMost(alone) });
    expect(phoneSize(meta, "page")).toEqual(phone ?? { ...page, width: 312, ...atMost(page) });
  },
);

const atMost = ({ height }: ChartSize) => (height === undefined ? {} : { height: Math.min(300, height) });

const shapeOf = (path: string) => path.replace(/:\w+/g, ":");

test.each([...CHARTS])("%s is shown by the pages that it names, or said to be for frames only", (name, chart) => {
  const { pages, shown } = chart.meta;
  if (shown === "frame") return expect(pages).toEqual([]);
  expect(pages.length).toBeGreaterThan(0);
  const code = namesIn("src/web/pages/", ".ts").map((file) => textOf(`src/web/pages/${file}.ts`));
  const web = [...code, ...namesIn("src/web/", ".ts").map((file) => textOf(`src/web/${file}.ts`))].join("\n");
  for (const place of pages) {
    const [path = "", after = ""] = place.split("?");
    const page = PAGES.find((one) => shapeOf(one.path) === shapeOf(path))?.path;
    expect(page, `${name}: there is no page ${path}`).toBeDefined();
    const asked = [...[...path.matchAll(/:(\w+)/g)].map(([, key]) => key), ...after.split("&").filter(Boolean)];
    for (const key of asked) expect(Object.keys(chart.parameters.shape), `${name}: takes no ${key}`).toContain(key);
    if (shown === "section")
      expect(
        code.some((text) => text.includes("chartSections(ctx,") && text.includes(`"${page}")`)),
        `${page} has no place for charts: put ${"$"}{chartSections(ctx, call, "${page}")} where they belong`,
      ).toBe(true);
  }
  if (shown === "inline") expect(web, `no page draws ${name}`).toContain(`actions/charts/${name}.ts"`);
});

test.each(files)("%s holds no rows: its data has names only", (file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  const data = [...text.matchAll(/"data":\s*\{([^}]*)\}/g)].map(([, inside = ""]) => inside.trim());
  expect(data.length).toBeGreaterThan(1);
  expect(data).toHaveLength(dataIn(JSON.parse(text)));
  for (const inside of data) expect(inside).toMatch(/^"name": "\w+"$/);
  expect(text).not.toContain('"datasets"');
});

/** How often something is given data, as the structure says it. */
function dataIn(node: unknown): number {
  if (typeof node !== "object" || node === null) return 0;
  return Object.entries(node).reduce((sum, [key, child]) => sum + (key === "data" ? 1 : 0) + dataIn(child), 0);
}

// The schema's own unions of types and formats of colours are no mistakes of ours; the rest saves half of the time.
const OPTIONS = {
  ...{ strict: false, validateFormats: false, logger: false as const },
  ...{ inlineRefs: false, validateSchema: false, meta: false, code: { optimize: false } },
} as const;
let isVegaLite: ReturnType<Ajv["compile"]>;
beforeAll(() => {
  const schema = createRequire(import.meta.url).resolve("vega-lite/vega-lite-schema.json");
  isVegaLite = new Ajv(OPTIONS).compile(JSON.parse(readFileSync(schema, "utf8")));
}, 240_000);

test.each([...CHARTS])(
  "the template of %s and the finished chart are what the schema of Vega-Lite allows",
  (name, chart) => {
    const finished = JSON.parse(JSON.stringify(chart.of(sampleOf(name)).spec()));
    // Vega's own word for no ground, which Vega-Lite hands on and its schema does not know.
    expect(finished.config.background).toBe(null);
    delete finished.config.background;
    for (const spec of [chart.template, finished]) {
      isVegaLite(spec);
      expect((isVegaLite.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)).toEqual([]);
    }
    isVegaLite({ ...finished, layer: [{ mark: "nothing" }] });
    expect(isVegaLite.errors).not.toBeNull();
  },
);

test.each([...CHARTS])("the finished chart %s compiles without a warning", (name, chart) => {
  const warnings: unknown[] = [];
  const note = (...text: unknown[]) => {
    warnings.push(text);
    return logger;
  };
  const logger: object = {
    level: () => logger,
    error: note,
    warn: note,
    info: () => logger,
    debug: () => logger,
  };
  compile(chart.of(sampleOf(name)).spec() as unknown as TopLevelSpec, { logger: logger as never });
  expect(warnings).toEqual([]);
});

test("rows or parameters that the template does not know are refused by name", () => {
  const template = { params: [{ name: "low" }], layer: [{ data: { name: "points" } }] };
  const given = { description: "", width: 1, height: 1 };
  expect(() => bind(template, { ...given, params: {}, datasets: { points: [] } })).toThrow("parameters: low");
  expect(() => bind(template, { ...given, params: { low: 0 }, datasets: { dots: [] } })).toThrow("points, dots");
});
