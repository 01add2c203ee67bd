/** Disks: model and size are identity; firmware, scheduler and queue settings are watched. */
import { add, addReading, type FactSheet, textOf } from "./facts.ts";
import type { Machine } from "./machine.ts";
import { chosen } from "./normalize.ts";

const BYTES_A_SECTOR = 512;
const BYTES_A_GIGABYTE = 1e9;
/** Devices that are no hardware of their own. */
const NOT_DISKS = /^(?:loop|ram|zram|dm-|md|sr|nbd|fd)\d*/;

export function readDisks(machine: Machine, sheet: FactSheet): void {
  for (const disk of machine.list("/sys/block").filter((name) => !NOT_DISKS.test(name))) {
    const at = `/sys/block/${disk}`;
    const name = `disk.${disk}`;
    addReading(sheet, "identity", `${name}.model`, machine.read(`${at}/device/model`));
    add(sheet, "identity", `${name}.gigabytes`, gigabytes(textOf(machine.read(`${at}/size`))));
    addReading(sheet, "identity", `${name}.rotational`, machine.read(`${at}/queue/rotational`));
    addReading(sheet, "watch", `${name}.firmware`, machine.read(`${at}/device/firmware_rev`));
    addReading(sheet, "watch", `${name}.scheduler`, machine.read(`${at}/queue/scheduler`), chosen);
    for (const setting of ["read_ahead_kb", "max_sectors_kb", "nr_requests", "write_cache", "wbt_lat_usec"])
      addReading(sheet, "watch", `${name}.${setting.replaceAll("_", "-")}`, machine.read(`${at}/queue/${setting}`));
  }
}

function gigabytes(sectors: string): number | undefined {
  const bytes = Number(sectors.trim()) * BYTES_A_SECTOR;
  return bytes > 0 ? Math.max(1, Math.round(bytes / BYTES_A_GIGABYTE)) : undefined;
}
