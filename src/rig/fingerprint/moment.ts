/** What holds for this moment only: context of a run, compared with nothing. */
import { add, addReading, type FactSheet } from "./facts.ts";
import type { Machine } from "./machine.ts";

export function readMoment(machine: Machine, sheet: FactSheet): void {
  addReading(sheet, "context", "host", machine.read("/proc/sys/kernel/hostname"));
  addReading(sheet, "context", "boot.id", machine.read("/proc/sys/kernel/random/boot_id"));
  addReading(sheet, "context", "load.1min", machine.read("/proc/loadavg"), (text) => text.split(" ")[0]);
  addReading(sheet, "context", "uptime.seconds", machine.read("/proc/uptime"), (text) => text.split(".")[0]);
  const zones = machine.list("/sys/class/thermal").filter((name) => name.startsWith("thermal_zone"));
  const degrees = zones.flatMap((zone) => {
    const reading = machine.read(`/sys/class/thermal/${zone}/temp`);
    const thousandths = reading.kind === "text" ? Number(reading.text) : Number.NaN;
    return Number.isFinite(thousandths) ? [thousandths / 1000] : [];
  });
  add(sheet, "context", "temperature.celsius", degrees.length > 0 ? Math.max(...degrees) : undefined);
  addReading(
    sheet,
    "context",
    "raid",
    machine.read("/proc/mdstat"),
    (text) => /\b(?:resync|recovery|check|reshape)\b/.exec(text)?.[0],
  );
}
