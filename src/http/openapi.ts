/** OpenAPI 3.1 from the list of routes and the schemas they validate with: it cannot say what the service does not do. */
import * as z from "zod";
import type { Chart } from "../actions/charts/chart.ts";
import { chartPaths } from "./chart-paths.ts";
import type { Route } from "./route.ts";

export type Json = Record<string, unknown>;

export function openApi(routes: readonly Route[], charts: Iterable<Chart>): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const operations = paths[route.path] ?? {};
    operations[route.method] = operation(route, schemas);
    paths[route.path] = operations;
  }
  for (const chart of charts) Object.assign(paths, chartPaths(chart, parameters(chart.parameters, "query")));
  return {
    openapi: "3.1.1",
    info: {
      title: "Tarnish",
      version: "1",
      summary: "Performance-regression analytics for changesets, rigs and releases.",
    },
    servers: [{ url: "/" }],
    paths,
    components: {
      schemas: { ...schemas, Problem: PROBLEM },
      securitySchemes: { bearer: { type: "http", scheme: "bearer" } },
    },
  };
}

function operation(route: Route, schemas: Json): Json {
  const needs = route.scopes && `Needs a token with the scope ${["admin", ...route.scopes].join(" or ")}.`;
  return {
    operationId: route.id,
    summary: route.summary,
    ...(needs && { description: needs }),
    tags: [route.tag],
    security: route.scopes ? [{ bearer: [] }] : [],
    parameters: [...parameters(route.params, "path"), ...parameters(route.query, "query")],
    ...(route.body && { requestBody: requestBody(route, reference(route.body, schemas)) }),
    responses: responses(route),
  };
}

function requestBody({ takesLines }: Route, schema: Json): Json {
  const lines = { "application/x-ndjson": { schema, "x-description": "One document a line, one answer a line." } };
  return { required: true, content: { "application/json": { schema }, ...(takesLines && lines) } };
}

function responses({ answers }: Route): Json {
  const said = Object.entries(answers).map(([status, description]) => {
    const isProblem = Number(status) >= 400;
    const type = isProblem ? "application/problem+json" : "application/json";
    return [
      status,
      { description, content: { [type]: { schema: isProblem ? { $ref: "#/components/schemas/Problem" } : {} } } },
    ];
  });
  const problem = {
    description: "A problem document.",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
  return { ...Object.fromEntries(said), default: problem };
}

function parameters(schema: z.ZodObject | undefined, where: "path" | "query"): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, part]) => ({
    name,
    in: where,
    required: where === "path" || !(part as z.ZodType).safeParse(undefined).success,
    schema: plain(part as z.ZodType),
  }));
}

/** Named schemas become components. */
function reference(schema: z.ZodType, schemas: Json): Json {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) return plain(schema);
  schemas[id] ??= plain(schema, schemas);
  return { $ref: `#/components/schemas/${id}` };
}

function plain(schema: z.ZodType, schemas: Json = {}): Json {
  const {
    $schema: _,
    $defs,
    id: __,
    ...rest
  } = z.toJSONSchema(schema, { target: "draft-2020-12", io: "input", unrepresentable: "any" }) as Json;
  for (const [name, definition] of Object.entries(($defs ?? {}) as Json))
    schemas[name] ??= relocated(withoutId(definition as Json));
  return relocated(rest);
}

const withoutId = ({ id: _, ...rest }: Json): Json => rest;
const relocated = (schema: Json): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;

const PROBLEM: Json = {
  type: "object",
  description: "RFC 9457. `errors` names every wrong place by its JSON Pointer.",
  required: ["type", "title", "status", "code", "detail"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string" },
    detail: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["path", "detail"],
        properties: { path: { type: "string" }, detail: { type: "string" } },
      },
    },
  },
};
