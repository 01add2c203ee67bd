/** The outputs of tools that this repository keeps, and, where they are at hand, further samples of other licences. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export interface Sample {
  /** "ior/local-ior-4.1.0dev-i5.txt" */
  readonly name: string;
  readonly text: string;
}

export const FIXTURES = join(import.meta.dirname, "../../../fixtures");

/** Of all tools, in the order of their names. */
export function fixtureNames(folder = FIXTURES): string[] {
  return readdirSync(folder)
    .filter((tool) => statSync(join(folder, tool)).isDirectory())
    .flatMap((tool) => readdirSync(join(folder, tool)).map((name) => `${tool}/${name}`));
}

export function samplesOf(folder = FIXTURES): Sample[] {
  return fixtureNames(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
}
