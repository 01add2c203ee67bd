/** Pointing at a changeset tells what it is; dragging chooses a stretch; a double click shows all again. Keys do the same. */
import { describeRow } from "../../charts/describe.ts";
import { inDisplayUnit } from "../../charts/display-unit.ts";
import type { ChangesetRow } from "../../charts/series-data.ts";
import type { Stretch } from "../../charts/stretch.ts";
import { trendKeys } from "./trend-keys.ts";
import type { TrendPicture } from "./trend-picture.ts";
import type { TrendRows } from "./trend-rows.ts";

export interface Shown {
  readonly rows: TrendRows;
  readonly stretch: Stretch;
}

/** Shorter drags, in pixels, are clicks. */
const LEAST_DRAG = 6;

export function pointer(
  picture: TrendPicture,
  shown: () => Shown,
  choose: (stretch: Stretch, isDone: boolean) => Promise<void>,
  zoom: (isIn: boolean) => void,
): void {
  const { place } = picture;
  const tip = child(place, "tip");
  const line = child(place, "pointed");
  const chosen = child(place, "chosen");
  let begun: number | null = null;

  const indexAt = (x: number): number => {
    const { left, width } = picture.plot();
    const { from, to } = shown().stretch;
    return from - 0.5 + ((x - left) / width) * (to - from + 1);
  };
  place.addEventListener("pointermove", (event) => {
    if (begun === null) tellAt(event.clientX);
    else mark(begun, event.clientX);
  });
  place.addEventListener("pointerleave", () => hide(tip, line));
  place.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.pointerType === "touch") return;
    begun = event.clientX;
    hide(tip, line);
    place.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  place.addEventListener("pointerup", (event) => {
    const start = begun;
    begun = null;
    hide(chosen);
    if (start === null || Math.abs(event.clientX - start) < LEAST_DRAG) return;
    const [from, to] = [indexAt(Math.min(start, event.clientX)), indexAt(Math.max(start, event.clientX))];
    void choose({ from: Math.ceil(from), to: Math.floor(to) }, true);
  });
  place.addEventListener("dblclick", () => void choose({ from: 0, to: shown().rows.count - 1 }, true));

  trendKeys(place, {
    rows: () => rowsOf(shown()),
    tell: (row, note) => (row ? tell(row, note) : hide(tip, line)),
    told: () => tip.textContent ?? "",
    mark: (a, b) => (a === b ? hide(chosen) : mark(xOf(a), xOf(b))),
    choose: (a, b) => void choose({ from: Math.min(a, b), to: Math.max(a, b) }, true),
    zoom,
  });

  function tellAt(x: number): void {
    const { left, width } = picture.plot();
    const row = x < left || x > left + width ? undefined : nearest(shown(), indexAt(x));
    if (row) tell(row);
    else hide(tip, line);
  }

  /** Of the page, where a changeset stands. */
  function xOf(index: number): number {
    const { left, width } = picture.plot();
    const { from, to } = shown().stretch;
    return left + ((index - from + 0.5) / (to - from + 1)) * width;
  }

  function tell(row: ChangesetRow, note = ""): void {
    const { top, height } = picture.plot();
    const frame = place.getBoundingClientRect();
    const at = xOf(row.index) - frame.left;
    tip.textContent = describeRow(row, inDisplayUnit(shown().rows.data)) + note;
    show(line, { left: at, top: top - frame.top, width: 0, height });
    show(tip, {});
    const isRight = at + tip.offsetWidth + 16 > frame.width;
    Object.assign(tip.style, {
      left: `${isRight ? at - tip.offsetWidth - 12 : at + 12}px`,
      top: `${top - frame.top + 34}px`,
    });
  }

  function mark(a: number, b: number): void {
    const { left, top, width, height } = picture.plot();
    const frame = place.getBoundingClientRect();
    const inside = (x: number) => Math.max(left, Math.min(left + width, x)) - frame.left;
    const [low, high] = [inside(Math.min(a, b)), inside(Math.max(a, b))];
    show(chosen, { left: low, top: top - frame.top, width: high - low, height });
  }
}

function rowsOf({ rows, stretch }: Shown): readonly ChangesetRow[] {
  const { changesets } = inDisplayUnit(rows.data);
  return changesets.filter(({ index }) => index >= stretch.from && index <= stretch.to);
}

function nearest(shown: Shown, at: number): ChangesetRow | undefined {
  let best: ChangesetRow | undefined;
  for (const row of rowsOf(shown)) if (!best || Math.abs(row.index - at) < Math.abs(best.index - at)) best = row;
  return best;
}

function child(place: HTMLElement, name: string): HTMLElement {
  const element = document.createElement("div");
  element.className = name;
  element.hidden = true;
  element.setAttribute("aria-hidden", "true");
  place.append(element);
  return element;
}

function show(element: HTMLElement, box: Readonly<Record<string, number>>): void {
  element.hidden = false;
  for (const [name, pixels] of Object.entries(box)) element.style.setProperty(name, `${pixels}px`);
}

function hide(...elements: readonly HTMLElement[]): void {
  for (const element of elements) element.hidden = true;
}
