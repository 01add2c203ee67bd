/** Of what two hosts said of the same things, each alone: where they say otherwise, and whose word counts. */
import type { RivalEvent } from "../store/events.ts";
import { groupedBy } from "./grouped-by.ts";
import { contentHash } from "./identify.ts";

/** One side of a conflict. */
export interface Word {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly who: string;
  /** Of the whole event, which stays in the log whichever counts. */
  readonly contentHash: string;
  /** The thing, or the field of it, as it was said. */
  readonly said: unknown;
}

export interface StateConflict {
  readonly kind: string;
  readonly key: string;
  /** Of a changeset, whose fields count each for itself. */
  readonly field?: string;
  readonly rule: "said last";
  readonly counts: Word;
  readonly refused: Word;
}

/**
 * `events`: by kind and key, oldest first. Of each host its last word counts as its own, and of two different ones the
 * later: the log is read in that order wherever it is.
 */
export function stateConflicts(events: readonly RivalEvent[], sha256: (text: string) => string): StateConflict[] {
  const things = groupedBy(events, ({ kind, key }) => JSON.stringify([kind, key]));
  return [...things.values()].flatMap((words) => {
    const fields = words[0]?.kind === "changeset" ? fieldsOf(words) : [undefined];
    return fields.flatMap((field) => conflictOf(words, field, sha256) ?? []);
  });
}

const fieldsOf = (words: readonly RivalEvent[]): string[] =>
  [...new Set(words.flatMap(({ body }) => Object.keys(body as object)))].filter((field) => field !== "sha").sort();

function conflictOf(
  words: readonly RivalEvent[],
  field: string | undefined,
  sha256: (text: string) => string,
): StateConflict | undefined {
  const said = ({ body }: RivalEvent) => (field === undefined ? body : (body as Record<string, unknown>)[field]);
  const speaking = words.filter((word) => said(word) !== undefined);
  const [given, kept] = [true, false].map((side) => speaking.findLast(({ isGiven }) => isGiven === side));
  if (!given || !kept || contentHash(said(given), sha256) === contentHash(said(kept), sha256)) return undefined;
  const [counts, refused] = speaking.indexOf(given) > speaking.indexOf(kept) ? [given, kept] : [kept, given];
  const { kind, key } = counts;
  const word = (of: RivalEvent): Word => ({ at: of.at, who: of.who, contentHash: of.contentHash, said: said(of) });
  const thing = { kind, key, ...(field !== undefined && { field }) };
  return { ...thing, rule: "said last", counts: word(counts), refused: word(refused) };
}
