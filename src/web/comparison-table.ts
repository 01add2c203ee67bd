/** Every series of two states: which way it moved, by how much, and the steps between. */

import { worstFirst } from "../actions/compared-forest.ts";
import { groupedBy } from "../actions/grouped-by.ts";
import { direction, effectInterval, effectSize } from "../charts/change.ts";
import { counted } from "../charts/describe.ts";
import { formatNumber } from "../charts/number.ts";
import type {
  KnownChange,
  Movement,
  ReleaseComparison,
  SeriesComparison,
  Uncompared,
} from "../model/release-comparison.ts";
import { parametersOf } from "../model/series.ts";
import { type Html, html, NOTHING, named, scrollBox, shaLink } from "./html.ts";
import { pill, type Tone } from "./pill.ts";

/** Beyond it the rest is in the JSON. */
const MOST_ROWS = 200;

export function comparisonTable({ baseline, candidate, series }: ReleaseComparison): Html {
  const rows = worstFirst(series).slice(0, MOST_ROWS);
  const more = series.length - rows.length;
  return html`${scrollBox(
    "Series",
    html`<table class="stack"><thead><tr><th scope="col">Movement</th><th scope="col">Series, and steps between</th><th scope="col" class="num">Effect</th><th scope="col" class="num">${named(baseline.name)}</th><th scope="col" class="num">${named(candidate.name)}</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table>`,
  )}${more > 0 ? html`<p class="sub">${counted(more, "more series", "more series")} in the JSON.</p>` : NOTHING}`;
}

function row(one: SeriesComparison): Html {
  const where = [one.rig, ...parametersOf(one), ...(one.pairing === "" ? [] : [one.pairing])].join(" · ");
  return html`<tr><td class="keep">${movementPill(one)}</td>
<td class="text"><a href="/series/${one.series}">${named(`${one.benchmark} ${one.metric}`)}</a> <small>${named(where)}</small>${steps(one.changes)}</td>
<td class="num" data-of="Effect">${effectSize(one.effect)}<small>${effectInterval(one.effect)}</small></td><td class="num" data-of="Baseline">${side(one.baseline, one.unit)}</td><td class="num" data-of="Candidate">${side(one.candidate, one.unit)}</td></tr>`;
}

const TONES: Record<Movement, Tone> = {
  regression: "bad",
  improvement: "good",
  immaterial: "quiet",
  undecided: "warn",
};

function movementPill({ movement, effect }: SeriesComparison): Html {
  const mark = { immaterial: "dot", undecided: "diamond" } as const;
  const shape =
    movement === "immaterial" || movement === "undecided" ? mark[movement] : (`triangle-${direction(effect)}` as const);
  return pill(shape, movement, TONES[movement]);
}

function steps(changes: readonly KnownChange[]): Html {
  if (changes.length === 0) return NOTHING;
  return html`<small>${changes.map(
    ({ sha, effect, state }, i) =>
      html`${i > 0 ? " · " : ""}${effectSize(effect)} since ${shaLink(sha)}${state === "confirmed" ? "" : " (suspected)"}`,
  )}</small>`;
}

function side({ level, runs, blocks }: SeriesComparison["baseline"], unit: string): Html {
  return html`${formatNumber(level)} ${named(unit)}<small>${counted(runs, "run")} in ${counted(blocks, "block")}</small>`;
}

/** Those of one reason in one line. */
export function uncomparedSection(uncompared: readonly Uncompared[]): Html {
  if (uncompared.length === 0) return NOTHING;
  const byReason = groupedBy(uncompared, ({ why }) => why);
  return html`<section class="card"><h2>${counted(uncompared.length, "series", "series")} not compared</h2>${[
    ...byReason,
  ].map(
    ([why, all]) =>
      html`<details><summary>${counted(all.length, "series", "series")}: ${why}</summary><ul>${all
        .slice(0, MOST_ROWS)
        .map(
          ({ series, benchmark, metric, rig }) =>
            html`<li><a href="/series/${series}">${named(`${benchmark} ${metric}`)}</a> on ${named(rig)}</li>`,
        )}</ul></details>`,
  )}</section>`;
}
