/** Any two states of the code: which is faster, in one sentence; then by how much, where, and what crept in. */
import type { ComparableNames } from "../actions/compare-named.ts";
import { counted } from "../charts/describe.ts";
import { formatPercent, unsignedPercent } from "../charts/number.ts";
import {
  type ComparedState,
  type Movement,
  performanceWay,
  type ReleaseComparison,
} from "../model/release-comparison.ts";
import type { RigComparison } from "../model/rig-comparison.ts";
import { chartFigure } from "./chart-figure.ts";
import { comparisonTable, uncomparedSection } from "./comparison-table.ts";
import { creepSection } from "./creep-section.ts";
import { forestKey } from "./forest-key.ts";
import { type Html, html, NOTHING, named, shaLink } from "./html.ts";
import { layout } from "./layout.ts";
import { meansTable } from "./means-table.ts";
import type { Pictures } from "./pictures.ts";
import { rigComparison } from "./rig-comparison.ts";

export interface ComparePageData {
  /** As they stand in the address; "" where not chosen yet. */
  readonly base: string;
  readonly head: string;
  readonly names: ComparableNames;
  /** Why there is nothing to show, in a sentence; "" where there is. */
  readonly fault: string;
  readonly found:
    | { readonly comparison: ReleaseComparison; readonly pictures: Pictures }
    | { readonly rigs: RigComparison; readonly pictures: Pictures }
    | null;
}

export function comparePage(data: ComparePageData): Html {
  const { base, head, fault, found } = data;
  return layout({
    title: found === null ? "Compare" : `${head} against ${base}`,
    current: "/compare",
    content: html`<h1>Compare</h1>
<p class="sub">Any two states of the code: a release, a changeset, a patchset (<code>Change-Id,number</code>) or the tip of a branch; or two rigs (<code>rig:NAME</code>) with the same code.</p>
${form(data)}
${fault === "" ? NOTHING : html`<section class="card" role="alert"><h2>Nothing to compare</h2><p>${fault}</p></section>`}
${found === null ? NOTHING : answer(found, comparisonQuery(base, head))}`,
  });
}

const answer = (found: NonNullable<ComparePageData["found"]>, query: string): Html =>
  "rigs" in found ? rigComparison(found.rigs, found.pictures, query) : content(found.comparison, found.pictures, query);

export const comparisonQuery = (base: string, head: string): string =>
  `base=${encodeURIComponent(base)}&head=${encodeURIComponent(head)}`;

function form({ base, head, names }: ComparePageData): Html {
  const field = (label: string, name: string, value: string) =>
    html`<label class="grow">${label}<input name="${name}" value="${value}" list="states" required maxlength="200" placeholder="tag, sha, branch or rig:NAME" autocomplete="off" spellcheck="false"></label>`;
  return html`<form class="filter" method="get" action="/compare" aria-label="What is compared">
${field("Baseline", "base", base)}${field("Candidate", "head", head)}
<datalist id="states">${[...names.releases, ...names.branches, ...names.rigs].map((name) => html`<option value="${name}">`)}</datalist>
<button type="submit">Compare</button>
${base !== "" && head !== "" ? html`<a class="clear" href="/compare?${comparisonQuery(head, base)}">Swap</a>` : NOTHING}
</form>`;
}

function content(comparison: ReleaseComparison, pictures: Pictures, query: string): Html {
  const { baseline, candidate, forkedAt, means, assumption, series, uncompared, partial } = comparison;
  return html`<section class="card verdict"><h2>${sentence(comparison)}</h2><p>${counts(comparison)}</p>
<p class="sub">Baseline: ${state(baseline)} · candidate: ${state(candidate)}${isFork(comparison) ? html` · both contain ${shaLink(forkedAt ?? "")}` : NOTHING}</p>
${partial ? html`<p class="sub">Series of private rigs are left out; a token that may read them shows all.</p>` : NOTHING}</section>
${chartFigure(pictures, { name: "forest", query, label: "Effects", isCard: true, key: forestKey() })}
${meansTable(means, assumption)}
${creepSection(series)}
<section class="card"><h2>Series</h2>${comparisonTable(comparison)}</section>
${uncomparedSection(uncompared)}
<p class="sub">Intervals at ${Number((100 * comparison.confidence).toFixed(1))} %, engine ${comparison.engine} · <a href="/v1/compare?${query}">comparison as JSON</a></p>`;
}

/** Two branches: neither contains the other. */
const isFork = ({ forkedAt, baseline, candidate }: ReleaseComparison): boolean =>
  forkedAt !== null && forkedAt !== baseline.sha && forkedAt !== candidate.sha;

const state = ({ name, kind, sha }: ComparedState): Html => html`${kind} ${named(name)} ${shaLink(sha)}`;

/** The mean first, and at once what it hides. */
function sentence(comparison: ReleaseComparison): Html {
  const { series } = comparison;
  const worse = series.filter(({ movement }) => movement === "regression").length;
  const of = `${worse} of ${counted(series.length, "series", "series")}`;
  return html`${overallWords(comparison)}${worse > 0 ? `; ${of} became materially worse` : ""}.`;
}

function overallWords({ baseline, candidate, means }: ReleaseComparison): Html {
  const overall = means.find(({ by }) => by === "overall");
  const both = (what: string) => html`${named(candidate.name)} ${what} ${named(baseline.name)}`;
  if (overall === undefined) return both("has no ratio to be put on one scale with");
  const range = `${formatPercent(overall.low - 1)} … ${formatPercent(overall.high - 1)}`;
  const way = performanceWay(overall);
  if (way !== "unclear")
    return html`${both(`is ${unsignedPercent(overall.value - 1)} ${way} than`)} overall (${range})`;
  return html`${both("is neither clearly slower nor clearly faster than")} overall (${formatPercent(overall.value - 1)}, ${range})`;
}

const COUNTED: Record<Movement, string> = {
  regression: "became materially worse",
  improvement: "materially better",
  immaterial: "did neither",
  undecided: "undecided",
};

function counts({ series }: ReleaseComparison): string {
  const parts = Object.entries(COUNTED).map(
    ([movement, text]) => `${series.filter((one) => one.movement === movement).length} ${text}`,
  );
  return `Of ${counted(series.length, "series", "series")}, ${parts.join(", ")}.`;
}
