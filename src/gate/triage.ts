/** In which state is a regression, given what the data say and what people decided? */
import type {
  AnnouncedChange,
  Disposition,
  RegressionState,
  Triage,
  TriageChange,
  WorkingClock,
} from "../model/regression.ts";
import { workingDaysBetween } from "./working-time.ts";

/** Working days within which somebody should have looked at it, and within which it should be settled. */
const ACKNOWLEDGE_WITHIN = 2;
const RESOLVE_WITHIN = 10;

export const untouched = (id: string): Triage => ({
  id,
  disposition: "open",
  decidedFor: 1,
  assignee: null,
  ticket: null,
  cause: null,
  duplicateOf: null,
  downstreamOf: null,
  notes: [],
  acts: [],
});

/** What the data say of a regression: its change points of the newest occurrence. */
export interface Condition {
  readonly is: "present" | "recovered" | "withdrawn";
  readonly certainty: AnnouncedChange["state"];
  readonly occurrence: number;
  /** RFC 3339: since when it is so. */
  readonly since: string;
  readonly recovered: { readonly series: number; readonly of: number };
}

/**
 * Withdrawn when every change point is; recovered when every series that became worse is back. Of several occurrences the
 * newest counts, and one that only improves never recovers.
 */
export function conditionOf(all: readonly AnnouncedChange[]): Condition {
  const standing = all.filter(({ state }) => state !== "withdrawn");
  const pool = standing.length > 0 ? standing : all;
  const occurrence = Math.max(...pool.map((change) => change.occurrence));
  const newest = pool.filter((change) => change.occurrence === occurrence);
  const worse = newest.filter((change) => change.worse);
  const back = worse.filter(({ recoveredAt }) => recoveredAt !== null);
  const recovered = { series: back.length, of: worse.length };
  const first = newest.map(({ announcedAt }) => announcedAt).sort()[0] ?? "";
  const last = (instants: readonly (string | null)[]) =>
    instants
      .map((at) => at ?? "")
      .sort()
      .at(-1) ?? "";
  if (standing.length === 0) {
    const since = last(all.map(({ withdrawnAt }) => withdrawnAt));
    return { is: "withdrawn", certainty: "withdrawn", occurrence, since, recovered };
  }
  const certainty = newest.some(({ state }) => state === "confirmed") ? "confirmed" : "suspected";
  const isBack = worse.length > 0 && back.length === worse.length;
  const since = isBack ? last(back.map(({ recoveredAt }) => recoveredAt)) : first;
  return { is: isBack ? "recovered" : "present", certainty, occurrence, since, recovered };
}

/** What came back after people had decided is open again, whatever they decided then, but for a duplicate. */
export function dispositionOf({ disposition, decidedFor }: Triage, { occurrence }: Condition): Disposition {
  return decidedFor < occurrence && disposition !== "duplicate" ? "open" : disposition;
}

export function stateOf(triage: Triage, condition: Condition): RegressionState {
  return condition.is === "present" ? dispositionOf(triage, condition) : condition.is;
}

/**
 * The clock of what waits for people stands still over the weekend; suspected changes and improvements wait for nobody.
 * `since` is the condition's, `now` the time of asking: milliseconds since 1970.
 */
export function clockOf(
  triage: Triage,
  condition: Condition,
  isWorse: boolean,
  { since, now }: { readonly since: number; readonly now: number },
): WorkingClock {
  const state = stateOf(triage, condition);
  const waitsFor = isWorse && condition.certainty === "confirmed" ? (WAITS[state] ?? null) : null;
  const days = workingDaysBetween(since, condition.is === "present" ? now : since);
  const within =
    waitsFor === null ? null : { acknowledgement: ACKNOWLEDGE_WITHIN, resolution: RESOLVE_WITHIN }[waitsFor];
  const workingDays = Math.floor(days * 10) / 10;
  return { since: condition.since, workingDays, waitsFor, within, isOverdue: within !== null && days > within };
}

const WAITS: Partial<Record<RegressionState, "acknowledgement" | "resolution">> = {
  open: "acknowledgement",
  acknowledged: "resolution",
};

/** What was said before, with one more act. The same object when it says nothing new: a request may be sent again. */
export function withAct(
  triage: Triage,
  change: TriageChange,
  { who, at, occurrence }: { readonly who: string; readonly at: string; readonly occurrence: number },
): Triage {
  const disposition = decided(triage, change);
  const next: Triage = {
    ...triage,
    disposition,
    decidedFor: change.state === undefined && disposition === triage.disposition ? triage.decidedFor : occurrence,
    assignee: said(change.assignee, triage.assignee),
    ticket: said(change.ticket, triage.ticket),
    cause: said(change.cause, triage.cause),
    duplicateOf: disposition === "duplicate" ? said(change.duplicateOf, triage.duplicateOf) : null,
    downstreamOf: disposition === "downstream" ? said(change.downstreamOf, triage.downstreamOf) : null,
  };
  const isNewNote =
    change.note !== undefined && !triage.notes.some(({ who: by, text }) => by === who && text === change.note);
  const what = [
    ...SAID.flatMap((field) => (next[field] === triage[field] ? [] : [`${NAMES[field]}: ${next[field] ?? "none"}`])),
  ];
  if (next.decidedFor !== triage.decidedFor && next.disposition === triage.disposition)
    what.push(`state: ${disposition}`);
  if (isNewNote) what.push("note");
  if (what.length === 0) return triage;
  const notes = isNewNote ? [...triage.notes, { who, at, text: change.note as string }] : triage.notes;
  return { ...next, notes, acts: [...triage.acts, { who, at, what }] };
}

const SAID = ["disposition", "assignee", "ticket", "cause", "duplicateOf", "downstreamOf"] as const;
/** What acts call that which they decide. */
export const NAMES: Readonly<Record<(typeof SAID)[number], string>> = {
  disposition: "state",
  assignee: "assignee",
  ticket: "ticket",
  cause: "cause",
  duplicateOf: "duplicateOf",
  downstreamOf: "downstreamOf",
};

const said = <T>(now: T | undefined, before: T): T => (now === undefined ? before : now);

/** Who names what it is a duplicate or a consequence of has said the state; who takes that away has opened it. */
function decided({ disposition, duplicateOf, downstreamOf }: Triage, change: TriageChange): Disposition {
  if (change.state !== undefined) return change.state;
  if (typeof change.duplicateOf === "string") return "duplicate";
  if (typeof change.downstreamOf === "string") return "downstream";
  if (change.duplicateOf === null && duplicateOf !== null) return "open";
  if (change.downstreamOf === null && downstreamOf !== null) return "open";
  return disposition;
}

/** What cannot be asked, each place in words; what only the service knows is checked elsewhere. */
export function faultsOf(triage: Triage, change: TriageChange): { readonly path: string; readonly detail: string }[] {
  const faults: { path: string; detail: string }[] = [];
  const link = (state: Disposition, field: "duplicateOf" | "downstreamOf") => {
    const named = change[field];
    if (change.state === state && said(named, triage[field]) === null)
      faults.push({ path: `/${field}`, detail: `must name the regression: its state would be ${state}` });
    if (typeof named === "string" && change.state !== undefined && change.state !== state)
      faults.push({ path: `/${field}`, detail: `means the state ${state}, not ${change.state}` });
    if (named === triage.id) faults.push({ path: `/${field}`, detail: "is the regression itself" });
  };
  link("duplicate", "duplicateOf");
  link("downstream", "downstreamOf");
  if (typeof change.duplicateOf === "string" && typeof change.downstreamOf === "string")
    faults.push({ path: "/downstreamOf", detail: "cannot be said together with duplicateOf" });
  if (Object.values(change).every((value) => value === undefined))
    faults.push({
      path: "",
      detail: "says nothing: send state, assignee, ticket, cause, duplicateOf, downstreamOf or note",
    });
  return faults;
}
