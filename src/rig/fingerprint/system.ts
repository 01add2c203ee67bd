/** The board and the system: the architecture is identity; kernel, its command line, firmware and profile are watched. */
import { addReading, type FactSheet } from "./facts.ts";
import type { Machine } from "./machine.ts";
import { normalizeCommandLine } from "./normalize.ts";

export function readSystem(machine: Machine, sheet: FactSheet): void {
  const dmi = "/sys/class/dmi/id";
  addReading(sheet, "identity", "system.vendor", machine.read(`${dmi}/sys_vendor`));
  addReading(sheet, "identity", "system.product", machine.read(`${dmi}/product_name`));
  addReading(sheet, "identity", "system.architecture", machine.run("uname", ["-m"]));
  addReading(sheet, "watch", "system.firmware", machine.read(`${dmi}/bios_version`));
  addReading(sheet, "watch", "system.firmware-date", machine.read(`${dmi}/bios_date`));
  addReading(sheet, "watch", "system.kernel", machine.read("/proc/sys/kernel/osrelease"));
  addReading(sheet, "watch", "system.kernel-build", machine.read("/proc/sys/kernel/version"));
  addReading(sheet, "watch", "system.command-line", machine.read("/proc/cmdline"), normalizeCommandLine);
  addReading(
    sheet,
    "watch",
    "system.distribution",
    machine.read("/etc/os-release"),
    (text) => /^PRETTY_NAME="?(.*?)"?$/m.exec(text)?.[1],
  );
  addReading(sheet, "watch", "system.tuned", machine.read("/etc/tuned/active_profile"));
  const clock = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
  addReading(sheet, "watch", "system.clock-source", machine.read(clock));
}
