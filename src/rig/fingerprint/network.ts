/** Network cards and InfiniBand: driver and speed are identity; MTU, firmware and link state are watched. */
import { add, addReading, type FactSheet, textOf } from "./facts.ts";
import type { Machine } from "./machine.ts";

export function readNetwork(machine: Machine, sheet: FactSheet): void {
  const cards = machine
    .list("/sys/class/net")
    .filter((name) => machine.list(`/sys/class/net/${name}/device`).length > 0);
  for (const card of cards) {
    const at = `/sys/class/net/${card}`;
    const driver = /^DRIVER=(.+)$/m.exec(textOf(machine.read(`${at}/device/uevent`)))?.[1];
    add(sheet, "identity", `net.${card}.driver`, driver);
    // A card without a link says -1, or refuses to answer: neither is a speed.
    const speed = Number(textOf(machine.read(`${at}/speed`)).trim());
    add(sheet, "identity", `net.${card}.megabits`, speed > 0 ? speed : undefined);
    addReading(sheet, "watch", `net.${card}.mtu`, machine.read(`${at}/mtu`));
    addReading(sheet, "watch", `net.${card}.state`, machine.read(`${at}/operstate`));
    addReading(
      sheet,
      "watch",
      `net.${card}.firmware`,
      machine.run("ethtool", ["-i", card]),
      (text) => /^firmware-version: *(.+)$/m.exec(text)?.[1],
    );
  }
  for (const adapter of machine.list("/sys/class/infiniband")) {
    const at = `/sys/class/infiniband/${adapter}`;
    addReading(sheet, "identity", `ib.${adapter}.type`, machine.read(`${at}/hca_type`));
    addReading(sheet, "identity", `ib.${adapter}.rate`, machine.read(`${at}/ports/1/rate`));
    addReading(sheet, "watch", `ib.${adapter}.firmware`, machine.read(`${at}/fw_ver`));
    addReading(sheet, "watch", `ib.${adapter}.state`, machine.read(`${at}/ports/1/state`));
  }
}
