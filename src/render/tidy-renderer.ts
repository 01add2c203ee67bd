/** The library's own drawing of a scene, written by `TidyMarkup` instead of as everything that it knows. */
import * as vega from "vega";
import { TidyMarkup } from "./tidy-markup.ts";

/** What the library's renderer has and its types do not know of. */
interface SceneWriter {
  readonly _width: number;
  readonly _height: number;
  readonly _origin: readonly number[];
  _text: string | null;
  mark(markup: TidyMarkup, scene: unknown): void;
  defs(markup: TidyMarkup): void;
}

type Modules = (name: string, module?: { readonly headless: unknown }) => { readonly headless: unknown };
const { SVGStringRenderer, renderModule } = vega as unknown as {
  SVGStringRenderer: new (loader: unknown) => SceneWriter;
  renderModule: Modules;
};

const SVG = { xmlns: "http://www.w3.org/2000/svg" };
const CONTENT = { fill: "none", "stroke-miterlimit": 4 };

class TidyRenderer extends SVGStringRenderer {
  _render(scene: unknown): this {
    const { _width: width, _height: height } = this;
    const markup = new TidyMarkup();
    markup.open("svg", SVG, { width, height, viewBox: `0 0 ${width} ${height}` });
    markup.open("g", CONTENT, { transform: `translate(${this._origin})` });
    this.mark(markup, scene);
    markup.close();
    this.defs(markup);
    this._text = String(markup.close());
    return this;
  }
}

/** For every view's `toSVG()`. */
export function useTidySvg(): void {
  renderModule("svg", { ...renderModule("svg"), headless: TidyRenderer });
}
