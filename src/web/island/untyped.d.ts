/** Parts of Vega that have no types of their own. */
declare module "vega-dataflow" {
  export const transforms: Record<string, unknown>;
}
declare module "vega-encode" {
  export const axisticks: unknown, datajoin: unknown, encode: unknown, scale: unknown, sortitems: unknown;
}
declare module "vega-transforms" {
  export const aggregate: unknown, collect: unknown, facet: unknown, filter: unknown, formula: unknown;
  export const proxy: unknown, relay: unknown, sieve: unknown;
}
declare module "vega-view-transforms" {
  export const bound: unknown, mark: unknown, overlap: unknown, render: unknown, viewlayout: unknown;
}
declare module "vega-view" {
  export { View } from "vega";
}
/** The trend's template as Vega's runtime wants it, made when the island is bundled. */
declare module "tarnish:trend-flow" {
  export const flow: import("vega").Runtime;
}
