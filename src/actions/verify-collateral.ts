/** Is a collateral whole, and does its evidence give its verdict? From the file alone, on any machine. */
import { judgeLanding } from "../gate/judge-landing.ts";
import type { LandingQuestion } from "../gate/landing.ts";
import { notesOf } from "../gate/notes.ts";
import { COLLATERAL_SCHEMA, type SealedCollateral } from "../model/collateral.ts";
import { ENGINE_VERSION } from "../model/engine.ts";
import { Fault } from "../model/fault.ts";
import { contentHash } from "./identify.ts";
import { alteredParts, partsOf } from "./seal.ts";
import { inputsOf } from "./verdict-inputs.ts";

export interface CollateralReport {
  readonly sha: string;
  readonly verdict: string;
  readonly engine: { readonly file: string; readonly here: string };
  /** JSON Pointers of what was changed since the file was made. */
  readonly altered: readonly string[];
  /** Where the verdict of the file is not what its evidence gives. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  /** JSON Pointer into the file. */
  readonly path: string;
  readonly file: unknown;
  readonly recomputed: unknown;
}

/** Figures may differ by this share: another processor rounds another way. */
const TOLERANCE = 1e-9;
const MOST_DIFFERENCES = 100;

export function isCollateral(value: unknown): value is SealedCollateral<LandingQuestion> {
  return typeof value === "object" && value !== null && "question" in value && "parts" in value && "verdict" in value;
}

/** Throws `malformed` where there is nothing to verify. */
export function verifyCollateral(text: string, sha256: (text: string) => string): CollateralReport {
  const file = parsed(text);
  const { parts, content: _, ...body } = file;
  const isWhole = file.content === `sha256:${contentHash({ ...body, parts }, sha256)}`;
  const altered = alteredParts(parts, partsOf(body, sha256));
  return {
    sha: String(file.sha),
    verdict: String(file.verdict?.verdict),
    engine: { file: String(file.engine), here: ENGINE_VERSION },
    altered: altered.length === 0 && !isWhole ? ["/parts or /content"] : altered,
    differences: differences(file, sha256),
  };
}

function parsed(text: string): SealedCollateral<LandingQuestion> {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    const detail = (cause as Error).message.replace(/\s+/g, " ").slice(0, 200);
    throw new Fault("malformed", `The collateral is not JSON any more: ${detail}.`, [], { cause });
  }
  if (isCollateral(file) && file.schema === COLLATERAL_SCHEMA) return file;
  throw new Fault(
    "malformed",
    `This is no collateral of a kind that this version reads: it wants ${COLLATERAL_SCHEMA}.`,
  );
}

/** Evidence that is not evidence any more gives no verdict: that is a difference, too. */
function differences(file: SealedCollateral<LandingQuestion>, sha256: (text: string) => string): Difference[] {
  const { question, verdict } = file;
  try {
    const { waits: _, ...answer } = judgeLanding(question);
    const inputs = inputsOf(question, sha256, file.engine);
    const recomputed = { ...answer, notes: notesOf(verdict.lineage), inputs };
    const found: Difference[] = [];
    for (const [key, value] of Object.entries(plain(recomputed)))
      compare((verdict as unknown as Record<string, unknown>)[key], value, `/verdict/${key}`, found);
    return found;
  } catch (error) {
    return [{ path: "/question", file: "evidence", recomputed: `cannot be judged: ${(error as Error).message}` }];
  }
}

/** As JSON carries it: what is undefined is absent. */
const plain = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value));

function compare(file: unknown, recomputed: unknown, path: string, found: Difference[]): void {
  if (found.length >= MOST_DIFFERENCES || isSame(file, recomputed)) return;
  if (!isObject(file) || !isObject(recomputed)) {
    found.push({ path, file, recomputed });
    return;
  }
  for (const key of new Set([...Object.keys(file), ...Object.keys(recomputed)]))
    compare(file[key], recomputed[key], `${path}/${key}`, found);
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "number" || typeof other !== "number") return one === other;
  return one === other || Math.abs(one - other) <= TOLERANCE * Math.max(Math.abs(one), Math.abs(other));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
