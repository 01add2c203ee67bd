/** A finished Vega-Lite specification is a template from `dashboards/` with rows, parameters and a size put into it. */
import { CHART_CONFIG } from "./theme.ts";

/** Vega-Lite as plain JSON; the schema's own types are too wide to help here. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

export type Row = Readonly<Record<string, unknown>>;

export interface Binding {
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** Rows by the names that the template's layers give their data. */
  readonly datasets: Readonly<Record<string, readonly Row[]>>;
  /** Values by the names of the template's parameters. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** The template finished; a data set or parameter that only one side knows is an error in the program. */
export function bind(template: VegaLiteSpec, binding: Binding): VegaLiteSpec {
  const params = (template["params"] ?? []) as readonly { readonly name: string }[];
  expectSame(
    "parameters",
    params.map(({ name }) => name),
    Object.keys(binding.params),
  );
  expectSame("data sets", [...dataOf(template)], Object.keys(binding.datasets));
  const { usermeta: _, ...rest } = template; // of the program, not of the picture
  return {
    ...rest,
    description: binding.description,
    width: binding.width,
    height: binding.height,
    config: CHART_CONFIG,
    params: params.map((param) => ({ ...param, value: binding.params[param.name] })),
    datasets: binding.datasets,
  };
}

const known = new WeakMap<VegaLiteSpec, ReadonlySet<string>>();

/** Names under `data: {name}` anywhere in the template, looked for once. */
export function dataOf(template: VegaLiteSpec): ReadonlySet<string> {
  const names = known.get(template) ?? namedData(template);
  known.set(template, names);
  return names;
}

function namedData(node: unknown): Set<string> {
  if (typeof node !== "object" || node === null) return new Set();
  const own = (node as { data?: { name?: string } }).data?.name;
  return new Set([
    ...(own === undefined ? [] : [own]),
    ...Object.values(node).flatMap((child) => [...namedData(child)]),
  ]);
}

function expectSame(what: string, wanted: readonly string[], given: readonly string[]): void {
  const odd = [...wanted.filter((name) => !given.includes(name)), ...given.filter((name) => !wanted.includes(name))];
  if (odd.length > 0)
    throw new Error(`The chart's template and its rows disagree about the ${what}: ${odd.join(", ")}.`);
}
