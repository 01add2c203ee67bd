/**
 * Lustre, where `lctl` is: its version is the subject under test and only context; tunables that change results without
 * a changeset are watched. A debug mask that somebody left on is the classic false regression.
 */
import { addReading, type FactSheet } from "./facts.ts";
import type { Machine } from "./machine.ts";

const TUNABLES = [
  "debug",
  "jobid_var",
  "osc.*.max_rpcs_in_flight",
  "osc.*.max_dirty_mb",
  "osc.*.max_pages_per_rpc",
  "osc.*.checksums",
  "mdc.*.max_rpcs_in_flight",
  "llite.*.max_read_ahead_mb",
  "llite.*.max_read_ahead_per_file_mb",
  "llite.*.max_cached_mb",
  "ldlm.namespaces.*.lru_size",
  "ldlm.namespaces.*.lru_max_age",
];

export function readLustre(machine: Machine, sheet: FactSheet): void {
  const version = machine.run("lctl", ["get_param", "-n", "version"]);
  if (version.kind === "absent") return;
  // Before 2.9.55: "lustre: 2.8.53" among other lines.
  addReading(sheet, "context", "lustre.version", version, (text) => /^lustre: *(.+)$/m.exec(text)?.[1] ?? text);
  addReading(sheet, "identity", "lustre.networks", machine.run("lctl", ["list_nids"]), networks);
  for (const name of TUNABLES)
    addReading(sheet, "watch", `lustre.${name}`, machine.run("lctl", ["get_param", "-n", name]), distinct);
}

/** "10.0.0.1@o2ib": the kinds of network, without addresses. */
const networks = (text: string): string => distinct(text.replace(/^\S*@/gm, ""));

/** Every device has its own value: which there are, in one order. */
function distinct(text: string): string {
  return [...new Set(text.split("\n").map((line) => line.trim()))].filter(Boolean).sort().join(",");
}
