/** Several series, branches or rigs over one another: the picture, what each line is, and a form that adds one. */
import { raw } from "hono/html";
import { overlayQuery } from "../actions/overlay-ask.ts";
import type { ChoiceGroup } from "../actions/overlay-choices.ts";
import type { Overlay } from "../actions/overlay-series.ts";
import { formatNumber, formatPercent } from "../charts/number.ts";
import { LETTERS, MOST_LINES, type OverlayLine } from "../charts/overlay-data.ts";
import { chartFigure } from "./chart-figure.ts";
import { type Html, html, NOTHING, named, scrollBox } from "./html.ts";
import type { Pictures } from "./pictures.ts";

export interface OverlaySection {
  /** Id of the series whose page it is. */
  readonly series: string;
  /** What of the address is not of the overlay, and stays. */
  readonly asked: Readonly<Record<string, string>>;
  /** As the address names them. */
  readonly lines: readonly string[];
  readonly relative: string;
  readonly choices: readonly ChoiceGroup[];
  /** Tags that a level can be held against, oldest first. */
  readonly releases: readonly string[];
  /** Null where nothing was asked for. */
  readonly found: { readonly overlay: Overlay; readonly pictures: Pictures } | null;
}

export function overlaySection(section: OverlaySection): Html {
  const { choices, releases, found } = section;
  if (found === null && choices.length === 0 && releases.length === 0) return NOTHING;
  return html`<section class="card" id="overlay"><h2>Over one another</h2>
${found === null ? html`<p class="sub">Lay other branches, rigs or series over this one, in their unit or relative to a release.</p>` : NOTHING}
${form(section)}
${found === null ? NOTHING : drawn(section, found.overlay, found.pictures)}</section>`;
}

function form({ series, asked, lines, relative, choices, releases }: OverlaySection): Html {
  const isFull = lines.length >= MOST_LINES - 1;
  const rest = Object.entries({ ...asked, ...overlayQuery(lines, "") });
  return html`<form class="filter" method="get" action="/series/${series}#overlay" aria-label="Over one another">
${rest.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${isFull || choices.length === 0 ? NOTHING : html`<label class="grow">Add a line<select name="add"><option value="">nothing more</option>${choices.map((group) => groupOf(group, lines))}</select></label>`}
<label>Scale<select name="relative"><option value="">in the unit</option>${releases.map((tag) => html`<option value="${tag}"${tag === relative ? html` selected` : NOTHING}>${tag} = 1</option>`)}</select></label>
<button type="submit">Show</button>
${lines.length > 0 || relative !== "" ? html`<a class="clear" href="${address(series, asked, [], "")}">Clear</a>` : NOTHING}
</form>
${isFull ? html`<p class="sub" role="status">${MOST_LINES} lines are drawn at the most, more cannot be told apart: take one away to add another.</p>` : NOTHING}`;
}

function groupOf({ title, choices }: ChoiceGroup, taken: readonly string[]): Html {
  const free = choices.filter(({ line }) => !taken.includes(line));
  if (free.length === 0) return NOTHING;
  return html`<optgroup label="${title}">${free.map(({ line, text }) => html`<option value="${line}">${text}</option>`)}</optgroup>`;
}

function drawn(section: OverlaySection, overlay: Overlay, pictures: Pictures): Html {
  const { series, asked, lines, relative } = section;
  const query = new URLSearchParams({ series, ...asked, ...overlayQuery(lines, relative) });
  return html`${overlay.left.map((sentence) => html`<p role="status"><bdi>${sentence}</bdi></p>`)}
${chartFigure(pictures, { name: "overlay", query: String(query), label: "Over one another", key: key(section, overlay) })}`;
}

const key = (section: OverlaySection, overlay: Overlay): Html =>
  html`${lineTable(section, overlay)}
<p class="sub">Thin: the median of each changeset's runs. Thick: the level. Places are in landing order; after a fork, branches run side by side.</p>
`;

function lineTable(section: OverlaySection, { lines, relative, unit }: Overlay): Html {
  const of = relative === null ? unit : `${relative} = 1`;
  return scrollBox(
    "Lines",
    html`<table><thead><tr><th scope="col">Line</th><th scope="col">What</th><th scope="col" class="num">Level now (${of})</th><th scope="col" class="num">Against A</th><th scope="col">Better</th><th scope="col"><span class="unseen">Take away</span></th></tr></thead>
<tbody>${lines.map((line, at) => lineRow(line, at, section, lines[0]))}</tbody></table>`,
  );
}

function lineRow(line: OverlayLine, at: number, section: OverlaySection, first: OverlayLine | undefined): Html {
  const { series, asked, lines, relative } = section;
  const level = line.levels.at(-1)?.value;
  const base = first?.levels.at(-1)?.value;
  const against = at === 0 || level === undefined || !base ? "–" : formatPercent(level / base - 1);
  const own = lines.filter((name) => name !== line.series && name !== `${line.series}@${line.branch}`);
  const less = address(series, asked, own, relative);
  return html`<tr><td class="keep">${raw(SAMPLES[at] ?? "")} ${LETTERS[at]}</td><td class="text"><a href="/series/${line.series}?${new URLSearchParams({ branch: line.branch })}">${named(line.label)}</a></td>
<td class="num">${level === undefined ? "–" : formatNumber(level)}</td><td class="num">${against}</td><td class="keep">${line.better}</td>
<td class="keep">${at === 0 ? NOTHING : html`<a href="${less}" aria-label="Take ${LETTERS[at]} away">Take away</a>`}</td></tr>`;
}

function address(series: string, asked: OverlaySection["asked"], lines: readonly string[], relative: string): string {
  const query = new URLSearchParams({ ...asked, ...overlayQuery(lines, relative) }).toString();
  return `/series/${series}${query === "" ? "" : `?${query}`}#overlay`;
}

/** Dash and shape of each line as the chart draws them. */
const DASHES = ["", "8 4", "2 3", "10 3 2 3", "5 2", "14 5"];
const SHAPES = [
  '<circle cx="17" cy="7" r="4.4"/>',
  '<path d="M13 3h8v8h-8Z"/>',
  '<path d="M17 2.2 22 11H12Z"/>',
  '<path d="M17 1.6 22 7l-5 5.4L12 7Z"/>',
  '<path d="M15.3 2.4h3.4v2.9h2.9v3.4h-2.9v2.9h-3.4V8.7h-2.9V5.3h2.9Z"/>',
  '<path d="M17 11.8 12 3h10Z"/>',
];
const SAMPLES = LETTERS.map(
  (letter, at) =>
    `<svg class="sample ${letter.toLowerCase()}" width="34" height="14" viewBox="0 0 34 14" aria-hidden="true"><path class="line" stroke-dasharray="${DASHES[at]}" d="M0 7h34"/>${SHAPES[at]}</svg>`,
);
