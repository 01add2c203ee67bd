/** The picture: the same template and the same rows as on the server, drawn here so that it follows the hand. */
import { flow } from "tarnish:trend-flow";
import type { View as VegaView } from "vega";
import { expressionInterpreter } from "vega-interpreter";
import { View } from "vega-view";
import { seriesChart } from "../../charts/series-chart.ts";
import type { SeriesChartData } from "../../charts/series-data.ts";
import type { Row } from "../../charts/spec.ts";
import "./vega-parts.ts";

const HEIGHT = 390;

export class TrendPicture {
  readonly place: HTMLElement;
  readonly #view: VegaView;
  #shown: SeriesChartData;
  #drawing: Promise<unknown> = Promise.resolve();

  private constructor(place: HTMLElement, view: VegaView, shown: SeriesChartData) {
    this.place = place;
    this.#view = view;
    this.#shown = shown;
  }

  /** Takes the place of the server's picture when it is drawn, not before. */
  static async draw(place: HTMLElement, shown: SeriesChartData): Promise<TrendPicture> {
    const view = new View(structuredClone(flow), { renderer: "svg", expr: expressionInterpreter });
    const stage = document.createElement("div");
    stage.className = "stage";
    view.initialize(stage);
    const picture = new TrendPicture(place, view, shown);
    await picture.#put(shown);
    place.replaceChildren(stage);
    return picture;
  }

  async show(data: SeriesChartData): Promise<void> {
    this.#shown = data;
    // One drawing at a time, and of those that waited only the last.
    this.#drawing = this.#drawing.then(() => (this.#shown === data ? this.#put(data) : undefined));
    await this.#drawing;
  }

  /** Of the plot inside the labels, in pixels of the page. */
  plot(): { readonly left: number; readonly top: number; readonly width: number; readonly height: number } {
    const svg = this.place.querySelector("svg");
    const group = svg?.querySelector<SVGGraphicsElement>(".mark-group.role-frame .background");
    const box = (group ?? svg ?? this.place).getBoundingClientRect();
    return { left: box.left, top: box.top, width: box.width, height: box.height };
  }

  async #put(data: SeriesChartData): Promise<void> {
    const spec = seriesChart(data, { width: this.#width(), height: HEIGHT });
    const view = this.#view;
    view.width(Number(spec["width"])).height(HEIGHT);
    for (const { name, value } of spec["params"] as { name: string; value: unknown }[]) view.signal(name, value);
    const datasets = spec["datasets"] as Record<string, readonly Row[]>;
    // Copies, because the view writes an identity into each row that it takes.
    for (const [name, rows] of Object.entries(datasets))
      view.data(name, name === "hits" ? [] : rows.map((row) => ({ ...row })));
    await view.resize().runAsync();
    const svg = this.place.querySelector(".stage svg") ?? view.container()?.querySelector("svg");
    // The picture has one name, as the server's; its parts have none.
    for (const part of svg?.querySelectorAll("[role]") ?? []) part.removeAttribute("role");
    svg?.setAttribute("class", "chart");
    svg?.setAttribute("role", "img");
    svg?.setAttribute("aria-label", String(spec["description"]));
  }

  /** As wide as there is room, but never narrower than readable: then the figure scrolls. */
  #width(): number {
    return Math.max(700, Math.min(1160, this.place.clientWidth || 1120));
  }
}
