/** Memory: how much is identity; huge pages, swapping and NUMA balancing are watched. */
import { addReading, type FactSheet } from "./facts.ts";
import type { Machine } from "./machine.ts";
import { chosen } from "./normalize.ts";

const KIBIBYTES_A_GIBIBYTE = 1024 * 1024;

export function readMemory(machine: Machine, sheet: FactSheet): void {
  // Rounded: the kernel keeps a little more or less for itself after every update.
  addReading(sheet, "identity", "memory.gib", machine.read("/proc/meminfo"), (text) => {
    const kibibytes = Number(/^MemTotal: +(\d+) kB/m.exec(text)?.[1]);
    return kibibytes > 0 ? String(Math.max(1, Math.round(kibibytes / KIBIBYTES_A_GIBIBYTE))) : undefined;
  });
  const huge = "/sys/kernel/mm/transparent_hugepage";
  addReading(sheet, "watch", "memory.transparent-huge-pages", machine.read(`${huge}/enabled`), chosen);
  addReading(sheet, "watch", "memory.huge-page-defragmentation", machine.read(`${huge}/defrag`), chosen);
  for (const name of ["swappiness", "dirty_ratio", "dirty_background_ratio", "nr_hugepages", "zone_reclaim_mode"])
    addReading(sheet, "watch", `memory.${name.replaceAll("_", "-")}`, machine.read(`/proc/sys/vm/${name}`));
  addReading(sheet, "watch", "memory.numa-balancing", machine.read("/proc/sys/kernel/numa_balancing"));
}
