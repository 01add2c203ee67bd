/**
 * The trend of a series comes alive: drag over a stretch to look at it closely, move along the strip below, point at a
 * changeset. Its picture is there before, from the server; where this fails, it stays.
 */
import { SHORTEST, type Stretch } from "../../charts/stretch.ts";
import { writeAddress } from "./trend-address.ts";
import { TrendPicture } from "./trend-picture.ts";
import { pointer } from "./trend-pointer.ts";
import { trendRows } from "./trend-rows.ts";
import { Strip } from "./trend-strip.ts";

async function wake(figure: HTMLElement): Promise<void> {
  const place = figure.querySelector<HTMLElement>(".wide");
  const address = figure.dataset["trend"];
  if (!place || !address || place.offsetParent === null) return;
  let rows = await trendRows(address);
  if (rows.data.changesets.length <= SHORTEST) return;
  const picture = await TrendPicture.draw(place, rows.shown);
  let stretch: Stretch = rows.stretch;
  const last = () => rows.count - 1;
  const strip = new Strip(figure, rows, (wanted, isDone) => void show(wanted, isDone));

  async function show(wanted: Stretch, isDone: boolean): Promise<void> {
    stretch = clamped(wanted, last());
    strip.show(stretch);
    await picture.show(rows.of(stretch));
    if (!isDone) return;
    writeAddress(figure, rows, stretch);
    await sharpen(stretch);
  }

  /** A reduced series is asked for anew where it is looked at closely. */
  async function sharpen(asked: Stretch): Promise<void> {
    if (!rows.isReduced || (asked.from === 0 && asked.to === last())) return;
    const before = rows;
    const sharper = await trendRows(address as string, rows.nameOf(asked));
    if (asked !== stretch || rows !== before) return;
    rows = rows.sharpened(sharper);
    writeAddress(figure, rows, asked); // its ends have names now
    await picture.show(rows.of(asked));
  }

  pointer(
    picture,
    () => ({ rows, stretch }),
    show,
    (isIn) => void show(moved(stretch, isIn ? "in" : "out", last()), true),
  );
  buttons(figure, (way) => void show(moved(stretch, way, last()), true));
  figure.addEventListener("tarnish:arrived", () => {
    const wasWhole = stretch.from === 0 && stretch.to === last();
    void trendRows(address).then(async (fresh) => {
      rows = fresh;
      strip.replace(fresh);
      await show(wasWhole ? { from: 0, to: last() } : stretch, false);
      await sharpen(stretch);
    });
  });
  strip.show(stretch);
}

type Way = "in" | "out" | "earlier" | "later" | "all";

const WAYS: readonly (readonly [Way, string])[] = [
  ["in", "Zoom in"],
  ["out", "Zoom out"],
  ["earlier", "Earlier"],
  ["later", "Later"],
  ["all", "Show all"],
];

/** What a mouse does by dragging, for keyboards and fingers. */
function buttons(figure: HTMLElement, act: (way: Way) => void): void {
  const bar = document.createElement("div");
  bar.className = "zoom";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Zoom");
  for (const [way, text] of WAYS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", () => act(way));
    bar.append(button);
  }
  const hint = document.createElement("small");
  hint.textContent = "On the chart: arrow keys read, with Shift choose, Enter looks closely, + and - zoom";
  bar.append(hint);
  figure.querySelector(".strip")?.after(bar);
}

function moved({ from, to }: Stretch, way: Way, last: number): Stretch {
  const span = to - from;
  const step = Math.max(1, Math.round(span / 4));
  switch (way) {
    case "in":
      return { from: from + step, to: to - step };
    case "out":
      return { from: from - 2 * step, to: to + 2 * step };
    case "earlier":
      return { from: from - Math.min(2 * step, from), to: to - Math.min(2 * step, from) };
    case "later":
      return { from: from + Math.min(2 * step, last - to), to: to + Math.min(2 * step, last - to) };
    case "all":
      return { from: 0, to: last };
  }
}

function clamped({ from, to }: Stretch, last: number): Stretch {
  const begin = Math.max(0, Math.min(Math.round(from), last - SHORTEST + 1));
  return { from: begin, to: Math.min(last, Math.max(Math.round(to), begin + SHORTEST - 1)) };
}

for (const figure of document.querySelectorAll<HTMLElement>("[data-trend]")) {
  wake(figure).catch((error: unknown) => figure.setAttribute("data-asleep", String(error)));
}
