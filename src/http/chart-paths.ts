/** What the API document says of a chart: its addresses, what they take, and what its columns mean. */
import type { Chart } from "../actions/charts/chart.ts";
import type { Json } from "./openapi.ts";

const TYPES = {
  json: { type: "application/json", what: "A Vega-Lite specification with its rows." },
  svg: { type: "image/svg+xml", what: "A picture, light or dark as the reader prefers." },
  png: { type: "image/png", what: "A picture in light colours; 404 where the service draws none." },
  csv: { type: "text/csv", what: "The rows (RFC 4180)." },
} as const;

/** `parameters`: those of its address, as the document writes them. */
export function chartPaths({ name, meta, readers, columns }: Chart, parameters: readonly Json[]): Record<string, Json> {
  const description = `${meta.about} ${readers}`;
  const told = Object.entries(columns)
    .map(([column, { told: what, unit }]) => `${column}: ${what}${unit === undefined ? "" : ` (${unit})`}`)
    .join("; ");
  const ofEnding = Object.entries(TYPES).map(([ending, { type, what }]) => {
    const said = ending === "csv" ? `${what} Columns: ${told}.` : what;
    return [`/charts/${name}.${ending}`, operation(`${name}-${ending}`, { type, said })];
  });
  const frame = { type: "text/html", said: "A page that stands in a frame of another." };
  return Object.fromEntries([...ofEnding, [`/embed/${name}`, operation(`${name}-frame`, frame)]]);

  function operation(id: string, { type, said }: { readonly type: string; readonly said: string }): Json {
    return {
      get: {
        operationId: `chart-${id}`,
        summary: meta.title,
        description,
        tags: ["charts"],
        security: [],
        parameters,
        responses: {
          200: { description: said, content: { [type]: {} } },
          default: {
            description: "A problem document.",
            content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
          },
        },
      },
    };
  }
}
