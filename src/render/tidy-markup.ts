/** SVG as it is sent, written once: tooltips that need no script, no digits nobody sees, nothing that nobody reads. */
import { inTenths } from "./in-tenths.ts";

/** Attributes as the library tells them; those of no value are left out. */
export type Attributes = Readonly<Record<string, unknown>>;

const NOISE = new Set(["class", "role", "font-family", "xmlns:xlink", "version"]);
const NUMERIC = new Set(["d", "transform", "x2", "y2", "width", "height", "viewBox"]);
const INVISIBLE = new Set<unknown>(["foreground", "background"]);
const HITS = /\bhits_marks\b/;

export class TidyMarkup {
  #svg = "";
  /** Tags that are open, from the outermost; undefined for one that is left out. */
  readonly #tags: (string | undefined)[] = [];
  /** The tag opened last may still end itself. */
  #isEmpty = false;

  open(tag: string, ...attributes: readonly (Attributes | undefined)[]): this {
    const name = attributes[0]?.["class"];
    if (tag === "path" && INVISIBLE.has(name)) {
      this.#tags.push(undefined);
      return this;
    }
    this.#enter();
    this.#tags.push(tag);
    this.#isEmpty = true;
    this.#svg += `<${tag}`;
    if (tag === "g" && HITS.test(String(name ?? ""))) this.#svg += ' class="hits" pointer-events="all"';
    else for (const some of attributes) this.#attributes(some ?? {});
    if (tag === "path") this.#tooltip(attributes[0]?.["aria-label"]);
    return this;
  }

  close(): this {
    const tag = this.#tags.pop();
    if (tag === undefined) return this;
    this.#svg += this.#isEmpty ? "/>" : `</${tag}>`;
    this.#isEmpty = false;
    return this;
  }

  text(told: unknown): this {
    const text = String(told);
    if (text === "") return this;
    this.#enter();
    this.#svg += escaped(text);
    return this;
  }

  toString(): string {
    return this.#svg;
  }

  #enter(): void {
    if (this.#isEmpty) this.#svg += ">";
    this.#isEmpty = false;
  }

  #attributes(some: Attributes): void {
    for (const name in some) {
      const value = some[name];
      if (value === null || value === undefined || NOISE.has(name) || name.startsWith("aria-")) continue;
      const text = String(value);
      if (name === "opacity" && text === "1") continue;
      this.#svg += ` ${name}="${NUMERIC.has(name) ? inTenths(text) : quoted(text)}"`;
    }
  }

  #tooltip(label: unknown): void {
    if (label === null || label === undefined) return;
    this.#enter();
    this.#svg += `<title>${quoted(String(label))}</title>`;
  }
}

const IN_TEXT = /[&<>]/g;
const IN_QUOTES = /[&<>"\t\n\r]/g;
const ESCAPED: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" },
  ...{ "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;" },
};

const escapedBy = (text: string, pattern: RegExp): string =>
  text.search(pattern) < 0 ? text : text.replace(pattern, (character) => ESCAPED[character] ?? character);
const escaped = (text: string): string => escapedBy(text, IN_TEXT);
export const quoted = (text: string): string => escapedBy(text, IN_QUOTES);
