/** The trend without a mouse: arrows read one changeset after the other, with Shift they choose a stretch, Enter looks at it. */
import { counted } from "../../charts/describe.ts";
import type { ChangesetRow } from "../../charts/series-data.ts";

export interface TrendKeys {
  /** Those shown, in landing order. */
  rows(): readonly ChangesetRow[];
  /** Shows what a changeset is, and what else is to be said, in a line of its own; null: nothing. */
  tell(row: ChangesetRow | null, note?: string): void;
  /** What is shown of it, in words. */
  told(): string;
  /** Marks a stretch, ends included; the same twice: none. */
  mark(a: number, b: number): void;
  choose(a: number, b: number): void;
  zoom(isIn: boolean): void;
}

const LABEL =
  "Changesets: arrow keys read them, Home and End the ends; with Shift they choose a stretch that Enter looks at closely; plus and minus zoom, Escape ends it.";

export function trendKeys(place: HTMLElement, trend: TrendKeys): void {
  const heard = document.createElement("p");
  heard.className = "unseen";
  heard.setAttribute("role", "status");
  place.append(heard);
  place.tabIndex = 0;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", LABEL);
  let at: number | null = null;
  let begun: number | null = null;

  /** What is marked and told stands at pixels, which zooming and arrivals move. */
  function unmark(): void {
    if (at !== null) trend.mark(at, at);
    begun = null;
    trend.tell(null);
  }

  function end(): void {
    unmark();
    at = null;
  }

  function go(key: string, isChoosing: boolean): void {
    const rows = trend.rows();
    const here = rows.findIndex(({ index }) => index === at);
    const row = rows[stepped(key, here, rows.length)];
    if (!row) return;
    begun = isChoosing ? (begun ?? at ?? row.index) : null;
    const between = here < 0 || at === null || ENDS.has(key) ? 0 : Math.abs(row.index - at) - 1;
    at = row.index;
    trend.tell(row, between > 0 ? `\n${counted(between, "changeset")} between ${SKIPPED}` : "");
    trend.mark(begun ?? at, at);
    heard.textContent = trend.told();
  }

  place.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") end();
    else if (event.key === "+" || event.key === "-") {
      unmark();
      trend.zoom(event.key === "+");
    } else if (event.key === "Enter" && begun !== null && at !== null && begun !== at) {
      const from = begun;
      unmark();
      trend.choose(from, at);
    } else if (MOVES.has(event.key)) go(event.key, event.shiftKey);
    else return;
    event.preventDefault();
  });
  place.addEventListener("blur", end);
  place.closest("[data-trend]")?.addEventListener("tarnish:arrived", unmark);
}

const ENDS = new Set(["Home", "End"]);
const MOVES = new Set(["ArrowLeft", "ArrowRight", ...ENDS]);
const SKIPPED = "not drawn at this width: + looks closely";

/** From nowhere the newest is read first. */
function stepped(key: string, here: number, count: number): number {
  if (key === "Home") return 0;
  if (key === "End" || here < 0) return count - 1;
  return Math.max(0, Math.min(count - 1, here + (key === "ArrowLeft" ? -1 : 1)));
}
