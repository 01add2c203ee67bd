/** Processors: model and count are identity; microcode, governor, turbo, SMT, idle states and mitigations are watched. */
import { add, addReading, type FactSheet, textOf } from "./facts.ts";
import type { Machine } from "./machine.ts";

const CPU = "/sys/devices/system/cpu";

export function readProcessor(machine: Machine, sheet: FactSheet): void {
  const info = machine.read("/proc/cpuinfo");
  addReading(sheet, "identity", "cpu.model", info, (text) => field(text, "model name") ?? field(text, "CPU part"));
  const text = textOf(info);
  if (text !== "") {
    add(sheet, "identity", "cpu.threads", all(text, "processor").length);
    add(sheet, "identity", "cpu.sockets", new Set(all(text, "physical id")).size || undefined);
    add(sheet, "identity", "cpu.cores-per-socket", field(text, "cpu cores"));
  }
  addReading(sheet, "watch", "cpu.microcode", info, (all) => field(all, "microcode"));
  addReading(sheet, "watch", "cpu.smt", machine.read(`${CPU}/smt/control`));
  addReading(sheet, "watch", "cpu.driver", machine.read(`${CPU}/cpu0/cpufreq/scaling_driver`));
  add(sheet, "watch", "cpu.governors", governors(machine, sheet));
  addReading(sheet, "watch", "cpu.no-turbo", machine.read(`${CPU}/intel_pstate/no_turbo`));
  addReading(sheet, "watch", "cpu.boost", machine.read(`${CPU}/cpufreq/boost`));
  addReading(sheet, "watch", "cpu.isolated", machine.read(`${CPU}/isolated`));
  add(sheet, "watch", "cpu.idle-states", idleStates(machine));
  add(
    sheet,
    "watch",
    "numa.nodes",
    machine.list("/sys/devices/system/node").filter((name) => /^node\d+$/.test(name)).length || undefined,
  );
  for (const name of machine.list(`${CPU}/vulnerabilities`))
    addReading(sheet, "watch", `cpu.mitigation.${name}`, machine.read(`${CPU}/vulnerabilities/${name}`));
}

const all = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`^${name}\\s*: *(.*)$`, "gm"))].map((match) => match[1] ?? "");
const field = (text: string, name: string): string | undefined => all(text, name)[0];

/** The governors of all processors: one that differs from the others shows. */
function governors(machine: Machine, sheet: FactSheet): string {
  const cpus = machine.list(CPU).filter((name) => /^cpu\d+$/.test(name));
  const readings = cpus.map((cpu) => machine.read(`${CPU}/${cpu}/cpufreq/scaling_governor`));
  const refused = readings.find((reading) => reading.kind === "unreadable");
  if (refused?.kind === "unreadable") sheet.unreadable["cpu.governors"] = refused.why;
  return [...new Set(readings.map((reading) => textOf(reading).trim()).filter(Boolean))].sort().join(",");
}

function idleStates(machine: Machine): string {
  const folder = `${CPU}/cpu0/cpuidle`;
  const states = machine.list(folder).map((state) => {
    const isOff = textOf(machine.read(`${folder}/${state}/disable`)).trim() === "1";
    return `${textOf(machine.read(`${folder}/${state}/name`)).trim()}${isOff ? "(off)" : ""}`;
  });
  return states.join(",");
}
