/** What crept in: regressions that no single material step makes, with where to look. */
import { effectInterval, effectSize } from "../charts/change.ts";
import { counted } from "../charts/describe.ts";
import type { SeriesComparison } from "../model/release-comparison.ts";
import { type Html, html, NOTHING, named, shaLink } from "./html.ts";

export function creepSection(series: readonly SeriesComparison[]): Html {
  const creeping = series.filter(({ creep }) => creep !== null);
  if (creeping.length === 0) return NOTHING;
  return html`<section class="card"><h2>Crept in by small steps</h2><p class="sub">Worse by more than is material, though no single landing was.</p><ul>${creeping.map(item)}</ul></section>`;
}

function item({ series, benchmark, metric, rig, creep }: SeriesComparison): Html {
  if (creep === null) return NOTHING;
  const { effect, steps, from, to, changesets } = creep;
  const seen =
    steps.length === 0
      ? html`no single step was seen`
      : html`${counted(steps.length, "small step was", "small steps were")} seen: ${steps.map((sha, i) => html`${i > 0 ? ", " : ""}${shaLink(sha)}`)}`;
  return html`<li><a href="/series/${series}">${named(`${benchmark} ${metric}`)}</a> on ${named(rig)}: ${effectSize(effect)} (${effectInterval(effect)}) in ${counted(changesets, "changeset")} after ${shaLink(from)}, up to ${shaLink(to)}; ${seen}.</li>`;
}
