/** Facts of a machine, in the three classes of an environment. */

import type { Reading } from "./machine.ts";
import { normalize } from "./normalize.ts";

/** Identity: another value is another series. Watch: a change is a drift. Context: recorded, compared with nothing. */
export type FactClass = "identity" | "watch" | "context";

export interface FactSheet {
  readonly facts: Readonly<Record<FactClass, Record<string, string>>>;
  /** Names of facts that are there and may not be read, and why: they are never compared as if they were equal. */
  readonly unreadable: Record<string, string>;
}

export const emptySheet = (): FactSheet => ({ facts: { identity: {}, watch: {}, context: {} }, unreadable: {} });

/** An absent or empty value is no fact. */
export function add(sheet: FactSheet, of: FactClass, name: string, value: string | number | undefined): void {
  const text = normalize(String(value ?? ""));
  if (text !== "") sheet.facts[of][name] = text;
}

/** `pick` takes what matters out of the text. */
export function addReading(
  sheet: FactSheet,
  of: FactClass,
  name: string,
  reading: Reading,
  pick: (text: string) => string | undefined = (text) => text,
): void {
  if (reading.kind === "text") add(sheet, of, name, pick(reading.text));
  else if (reading.kind === "unreadable") sheet.unreadable[name] = reading.why;
}

export const textOf = (reading: Reading): string => (reading.kind === "text" ? reading.text : "");
