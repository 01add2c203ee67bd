/** What events are of, and whose watermark each kind moves. */

export const EVENT_KINDS = [
  "run",
  "changeset",
  "rig",
  "release",
  "train",
  "away",
  "token",
  "token-use",
  "session",
  "verdict",
  "retraction",
  "epoch",
  "policy",
  "landing",
  "waiver",
  "paths",
  "ticket",
  "change",
  "triage",
  "annotation",
  "order",
  "lease",
  "completion",
  "message",
  "said",
  "target",
  "promotion",
  "merge",
  "retention",
  "thinning",
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
/** Things whose latest event is their state. */
export type EntityKind = Exclude<EventKind, "run" | "changeset">;
/** Of these, what says which runs count and for what: whatever is derived from runs is derived anew after one. */
export const RULING_KINDS = ["retraction", "epoch"] as const satisfies readonly EntityKind[];

/** Beside runs, changesets and the series that they measured, all that says how two states of the code compare. */
export const COMPARING_KINDS = [
  ...RULING_KINDS,
  ...(["rig", "away", "release", "train", "policy", "waiver"] as const),
] as const satisfies readonly EntityKind[];

/** `entities` without what follows from the rest (`verdicts`), what people make of that (`triage`), what rigs do (`work`), and who is told (`messages`). */
export type Watched = "runs" | "series" | "changesets" | "entities" | "verdicts" | "triage" | "work" | "messages";

/** Kinds from which no verdict follows, each with the watermark that it moves; all others of things move `entities`. */
export const FOLLOWING_KINDS = {
  verdict: "verdicts",
  change: "triage",
  triage: "triage",
  annotation: "triage",
  order: "work",
  lease: "work",
  completion: "work",
  message: "messages",
  said: "messages",
  target: "messages",
  // No figure moves; pages that show repeats do.
  retention: "triage",
  thinning: "triage",
} as const satisfies Partial<Record<string, Watched>>;

/** Whatever is derived from these watermarks is derived anew after events of such kinds. */
export function watermarksMovedBy(events: readonly { readonly kind: EventKind }[]): ReadonlySet<Watched> {
  const moved = new Set(events.map(({ kind }) => watermarkOf(kind)));
  if (events.some(({ kind }) => RULING_KINDS.some((ruling) => ruling === kind))) moved.add("runs");
  return moved;
}

function watermarkOf(kind: EventKind): Watched {
  if (kind === "changeset") return "changesets";
  return kind in FOLLOWING_KINDS ? FOLLOWING_KINDS[kind as keyof typeof FOLLOWING_KINDS] : "entities";
}
