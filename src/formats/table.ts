/**
 * Figures of any tool, as a CSV with named columns or as JSON objects, in a list or one a line: benchmark (or name), metric, value, unit,
 * better, version; every other column is a parameter. Rows that agree in all of them are repeats.
 */
import type { Better } from "../model/run.ts";
import { csvCells, delimiterOf } from "./csv-cells.ts";
import { betterOf } from "./direction.ts";
import type { Format, Reading } from "./format.ts";
import { jsonDocuments } from "./json-documents.ts";
import { type Fields, fields, list } from "./json-fields.ts";
import { keyPaths } from "./json-shape.ts";
import { repeats } from "./repeats.ts";
import { type SkippedLines, skippedLines } from "./skipped-lines.ts";
import { present, toName, toNumber } from "./tool-text.ts";

const HEADER = /^(?:"?[\w .-]+"?[,;\t])*"?value"?(?:[,;\t]"?[\w .-]+"?)*$/;
const NAMES = ["benchmark", "name", "test"];
/** Columns that say nothing about what was measured. */
const SILENT = new Set(["range", "extra"]);
const DIRECTIONS: Readonly<Record<string, Better>> = {
  higher: "higher",
  "higher is better": "higher",
  bigger: "higher",
  up: "higher",
  lower: "lower",
  "lower is better": "lower",
  smaller: "lower",
  down: "lower",
};

interface Row {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

export const table: Format = {
  id: "table",
  recognizes: (text) => isCsv(text) || isJson(text),
  read(text): Reading {
    const skipped = skippedLines();
    const { rows, isWhole } = isCsv(text) ? fromCsv(text, skipped) : fromJson(text, skipped);
    const found = repeats();
    const refused = rows.filter((row) => !addRow(found, row, skipped));
    const measurements = found.list();
    return {
      tool: { name: "table" },
      measurements,
      complete: measurements.length > 0 && isWhole && refused.length === 0,
      skipped: skipped.list(),
      context: {},
    };
  },
};

const firstLine = (text: string) => text.trimStart().split("\n", 1)[0]?.trim() ?? "";

function isCsv(text: string): boolean {
  const header = firstLine(text).toLowerCase();
  const columns = header.split(/[,;\t]/).map((name) => name.replaceAll('"', "").trim());
  // With a commit in each row it would be a history, whose rows are no repeats.
  const isHistory = columns.some((name) => /^(?:git_)?(?:commit|sha|revision|changeset)(?:_id)?$/.test(name));
  return HEADER.test(header) && !isHistory && columns.some((name) => NAMES.includes(name) || name === "metric");
}

/** A list of objects, or an object a line. */
function isJson(text: string): boolean {
  const paths = [...keyPaths(text)];
  return ["[].", ""].some((root) => {
    const has = (name: string) => paths.includes(`${root}${name}`);
    const isFlat = paths.every((path) => path.startsWith(root) && !path.slice(root.length).includes("."));
    return has("value") && NAMES.concat("metric").some(has) && isFlat;
  });
}

/** A row with more or fewer cells than the header is left out and the table is not whole; so is a last row without its end. */
function fromCsv(text: string, skipped: SkippedLines): { rows: Row[]; isWhole: boolean } {
  const [header = "", ...lines] = text.trimStart().split("\n");
  const delimiter = delimiterOf(header);
  const columns = csvCells(header, delimiter).map((name) => name.trim().toLowerCase());
  const rows: Row[] = [];
  let isWhole = true;
  lines.forEach((line, index) => {
    if (line.trim() === "") return;
    const cells = index < lines.length - 1 ? csvCells(line, delimiter) : [];
    if (cells.length === columns.length) {
      rows.push({ line: index + 2, cells: Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ""])) });
      return;
    }
    isWhole = false;
    skipped.add(index + 2, "not a whole row", line);
  });
  return { rows, isWhole };
}

function fromJson(text: string, skipped: SkippedLines): { rows: Row[]; isWhole: boolean } {
  const documents = jsonDocuments(text, skipped);
  const rows = documents.flatMap(({ value, line, closed }) => {
    const all = Array.isArray(value) ? list(value) : [value];
    const items = closed ? all : all.slice(0, -1);
    return items.map((item) => ({ line, cells: texts(fields(item)) }));
  });
  return { rows, isWhole: documents.every(({ closed }) => closed) };
}

const texts = (item: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(item).flatMap(([key, value]) =>
      typeof value === "object" || value === undefined ? [] : [[key.toLowerCase(), String(value)]],
    ),
  );

function addRow(found: ReturnType<typeof repeats>, { line, cells }: Row, skipped: SkippedLines): boolean {
  const { metric, value: text, unit = "", better: direction = "", version, ...rest } = cells;
  const nameColumn = NAMES.find((column) => rest[column] !== undefined);
  const value = toNumber(text);
  const better = DIRECTIONS[direction.toLowerCase()] ?? betterOf(unit);
  if (value === undefined || better === undefined) {
    const why = value === undefined ? "no number" : 'which direction is better is not said: add a column "better"';
    skipped.add(line, why, Object.values(cells).join(", "));
    return false;
  }
  const given = Object.entries(rest).filter(([column]) => column !== nameColumn && !SILENT.has(column));
  const parameters = present(Object.fromEntries(given));
  found.add(
    {
      benchmark: toName(nameColumn === undefined ? "table" : rest[nameColumn]),
      metric: toName(metric ?? "value"),
      unit: toName(unit || "1").slice(0, 50),
      better,
      ...(version ? { version: toName(version).slice(0, 80) } : {}),
      ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    },
    value,
  );
  return true;
}
