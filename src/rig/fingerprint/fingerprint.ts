/** The fingerprint of this rig: its facts by class, a hash for each class, and what could not be read. */
import { createHash } from "node:crypto";
import { readDisks } from "./disks.ts";
import { emptySheet, type FactClass } from "./facts.ts";
import { readLustre } from "./lustre.ts";
import type { Machine } from "./machine.ts";
import { readMemory } from "./memory.ts";
import { readMoment } from "./moment.ts";
import { readNetwork } from "./network.ts";
import { readProcessor } from "./processor.ts";
import { readSystem } from "./system.ts";
import { readVirtuality, type Virtuality } from "./virtual.ts";

export interface Fingerprint extends Virtuality {
  readonly facts: Readonly<Record<FactClass, Readonly<Record<string, string>>>>;
  /** "sha256:…" of the facts of a class in the order of their names. Context has none: it changes by itself. */
  readonly hashes: Readonly<Record<"identity" | "watch", string>>;
  readonly unreadable: Readonly<Record<string, string>>;
}

const GROUPS = [readProcessor, readMemory, readSystem, readDisks, readNetwork, readLustre, readMoment];

export function takeFingerprint(machine: Machine): Fingerprint {
  const sheet = emptySheet();
  for (const read of GROUPS) read(machine, sheet);
  const { facts, unreadable } = sheet;
  const hashes = { identity: hashOf(facts.identity), watch: hashOf(facts.watch) };
  return { facts, hashes, unreadable, ...readVirtuality(machine) };
}

export function hashOf(facts: Readonly<Record<string, string>>): string {
  const ordered = Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1));
  return `sha256:${createHash("sha256").update(JSON.stringify(ordered)).digest("hex")}`;
}
