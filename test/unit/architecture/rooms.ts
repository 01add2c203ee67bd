/** Which room may import which, as the design says it, and who breaks it. */
import { posix } from "node:path";

/** Rooms of src/ and what each may import besides itself. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  stats: [],
  detect: ["stats", "model"],
  gate: ["detect", "stats", "model"],
  wire: ["model"],
  formats: ["model"],
  charts: ["model"],
  render: ["charts"],
  store: ["model"],
  actions: ["model", "stats", "detect", "gate", "wire", "formats", "charts", "render", "store"],
  http: ["actions", "wire", "model"],
  web: ["actions", "charts", "render", "model"],
  rig: ["formats", "wire", "model"],
  entry: [
    "model",
    "stats",
    "detect",
    "gate",
    "wire",
    "formats",
    "charts",
    "render",
    "store",
    "actions",
    "http",
    "web",
    "rig",
  ],
};

/** Rooms that know no package but `simple-statistics`. */
export const GROUND = ["model", "stats", "detect", "gate", "charts"];

/** Files that may use `node:*`: the rest of src/ runs in a Worker, too. */
export const NODE_FILES = /^(entry\/(?!worker\.ts|app\.ts).*|rig\/.*|store\/(embedded-connection|open-embedded)\.ts)$/;

export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Every import of a file, static, re-exported, dynamic and of types alike. */
export function importsOf(file: string, text: string): Import[] {
  const found = [...text.matchAll(/\b(?:from|import)\s*\(?\s*"([^"]+)"/g)];
  return found.map(([, target = ""]) => ({
    from: file,
    to: target.startsWith(".") ? posix.normalize(posix.join(posix.dirname(file), target)) : target,
  }));
}

/** Each forbidden import as a sentence. Paths are below src/. */
export function violations(sources: ReadonlyMap<string, string>): string[] {
  return [...sources].flatMap(([file, text]) => importsOf(file, text).flatMap(violation));
}

function violation({ from, to }: Import): string[] {
  const room = from.split("/")[0] ?? "";
  if (to.startsWith("node:"))
    return NODE_FILES.test(from) ? [] : [`${from} imports ${to}: only entry/, rig/ and the embedded engine may`];
  if (to.startsWith("../")) return outside(from, to);
  if (!from.includes("/") || !isPath(to)) return packageViolation(room, from, to);
  const target = to.split("/")[0] ?? "";
  if (target === room || ROOMS[room]?.includes(target)) return [];
  return [`${from} imports ${to}: ${room}/ may import ${ROOMS[room]?.join(", ") || "nothing"}`];
}

const isPath = (to: string): boolean => to.endsWith(".ts") || to.endsWith(".json");

/** Outside src/ there are the chart templates, for their layouts and queries, and the migrations' texts. */
function outside(from: string, to: string): string[] {
  const isTemplate = /^(actions\/)?charts\//.test(from) && /^\.\.\/dashboards\/[\w-]+\.vl\.json$/.test(to);
  const isMigration = from === "entry/worker.ts" && /^\.\.\/migrations\/\w+\.sql$/.test(to);
  return isTemplate || isMigration ? [] : [`${from} imports ${to}, outside src/`];
}

function packageViolation(room: string, from: string, to: string): string[] {
  return GROUND.includes(room) && to !== "simple-statistics"
    ? [`${from} imports ${to}: ${room}/ knows no package but simple-statistics`]
    : [];
}
