/** Hashes of a document and of its parts, so that a change is not only noticed but found. */
import { pointer } from "../model/fault.ts";
import { canonical } from "./canonical.ts";

type Hash = (text: string) => string;

/** Lists and objects this deep have a hash of their own; what is deeper is found to be in one of them. */
const DEPTH = 4;
const DIGITS = 16;

/** By JSON Pointer. */
export function partsOf(document: Readonly<Record<string, unknown>>, sha256: Hash): Record<string, string> {
  const parts: Record<string, string> = {};
  const visit = (value: unknown, path: readonly string[]): void => {
    if (path.length > 0) parts[pointer(path)] = `sha256:${sha256(canonical(value)).slice(0, DIGITS)}`;
    if (path.length >= DEPTH || typeof value !== "object" || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      if (path.length === 0 || (typeof child === "object" && child !== null)) visit(child, [...path, key]);
    }
  };
  visit(document, []);
  return parts;
}

/** The smallest parts that differ, that are gone or that are new. */
export function alteredParts(
  sealed: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): string[] {
  const all = new Set([...Object.keys(sealed), ...Object.keys(found)]);
  const differing = [...all].filter((path) => sealed[path] !== found[path]);
  return differing.filter((path) => !differing.some((other) => other.startsWith(`${path}/`))).sort();
}
