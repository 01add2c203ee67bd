/** The whole series as a strip below the trend, and in it the stretch that is looked at: drag it, or its ends. */
import { reduceRows } from "../../charts/reduce.ts";
import type { Stretch } from "../../charts/stretch.ts";
import type { TrendRows } from "./trend-rows.ts";

const SVG = "http://www.w3.org/2000/svg";
const SIZE = { width: 1000, height: 44 } as const;
/** Points of the line. */
const MOST = 600;
/** An end is taken within so many pixels. */
const GRIP = 10;

type Part = "from" | "to" | "whole";

export class Strip {
  readonly #svg = draw("svg", {
    viewBox: `0 0 ${SIZE.width} ${SIZE.height}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  readonly #line = draw("path", { class: "line" });
  readonly #window = draw("rect", { class: "window", y: "0", height: String(SIZE.height) });
  #rows: TrendRows;
  #stretch: Stretch;

  constructor(figure: HTMLElement, rows: TrendRows, choose: (stretch: Stretch, isDone: boolean) => void) {
    const strip = document.createElement("div");
    strip.className = "strip";
    this.#svg.append(this.#line, this.#window);
    strip.append(this.#svg);
    figure.querySelector(".wide")?.after(strip);
    this.#rows = rows;
    this.#stretch = rows.stretch;
    this.replace(rows);
    this.#follow(strip, choose);
  }

  replace(rows: TrendRows): void {
    this.#rows = rows;
    const points = reduceRows(rows.data.changesets, MOST).filter(({ value }) => Number.isFinite(value));
    const values = points.map(({ value }) => value);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const x = (index: number) => ((index + 0.5) / rows.count) * SIZE.width;
    const y = (value: number) => SIZE.height - 4 - ((value - least) / (most - least || 1)) * (SIZE.height - 8);
    this.#line.setAttribute(
      "d",
      points.map(({ index, value }, i) => `${i ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join(""),
    );
  }

  show(stretch: Stretch): void {
    this.#stretch = stretch;
    const of = (index: number) => (index / this.#rows.count) * SIZE.width;
    this.#window.setAttribute("x", String(of(stretch.from)));
    this.#window.setAttribute("width", String(Math.max(2, of(stretch.to + 1) - of(stretch.from))));
  }

  #follow(strip: HTMLElement, choose: (stretch: Stretch, isDone: boolean) => void): void {
    let held: { readonly part: Part; readonly at: number; readonly stretch: Stretch } | null = null;
    const indexAt = (event: PointerEvent) => {
      const box = strip.getBoundingClientRect();
      return ((event.clientX - box.left) / box.width) * this.#rows.count;
    };
    strip.addEventListener("pointerdown", (event) => {
      const at = indexAt(event);
      held = { part: this.#partAt(at, strip.clientWidth), at, stretch: this.#stretch };
      strip.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    strip.addEventListener("pointermove", (event) => held && choose(this.#dragged(held, indexAt(event)), false));
    strip.addEventListener("pointerup", (event) => {
      if (held) choose(this.#dragged(held, indexAt(event)), true);
      held = null;
    });
    strip.addEventListener("dblclick", () => choose({ from: 0, to: this.#rows.count - 1 }, true));
  }

  #partAt(index: number, pixels: number): Part {
    const near = (GRIP / Math.max(1, pixels)) * this.#rows.count;
    if (Math.abs(index - this.#stretch.from) <= near) return "from";
    return Math.abs(index - this.#stretch.to - 1) <= near ? "to" : "whole";
  }

  #dragged({ part, at, stretch }: { part: Part; at: number; stretch: Stretch }, index: number): Stretch {
    const by = Math.round(index - at);
    if (part === "from") return { from: Math.min(stretch.from + by, stretch.to - 1), to: stretch.to };
    if (part === "to") return { from: stretch.from, to: Math.max(stretch.to + by, stretch.from + 1) };
    const kept = Math.max(-stretch.from, Math.min(this.#rows.count - 1 - stretch.to, by));
    return { from: stretch.from + kept, to: stretch.to + kept };
  }
}

function draw(name: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
