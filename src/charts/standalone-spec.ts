/** A specification that is right outside of our pages, in the Vega editor for example: light colours instead of names. */
import type { VegaLiteSpec } from "./spec.ts";
import { colourOf } from "./theme.ts";

export function standaloneSpec({ datasets, ...spec }: VegaLiteSpec): VegaLiteSpec {
  const text = JSON.stringify(spec).replace(/var\(--([a-z-]+)\)/g, (whole, name: string) => colourOf(name) ?? whole);
  return { ...(JSON.parse(text) as VegaLiteSpec), datasets };
}
