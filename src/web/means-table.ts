/** Geometric means of performance, by suite, rig, vendor and benchmark: each with its interval. */
import { formatPercent, unsignedPercent } from "../charts/number.ts";
import { type GeometricMean, type Interval, performanceWay } from "../model/release-comparison.ts";
import { type Html, html, NOTHING, named, scrollBox } from "./html.ts";
import { pill } from "./pill.ts";

const GROUPS = ["overall", "suite", "rig", "vendor", "benchmark"] as const satisfies readonly GeometricMean["by"][];

export function meansTable(means: readonly GeometricMean[], assumption: string): Html {
  if (means.length === 0) return NOTHING;
  const rows = GROUPS.flatMap((by) => means.filter((mean) => mean.by === by));
  return html`<section class="card"><h2>Geometric means</h2>${scrollBox(
    "Geometric means",
    html`<table class="stack"><thead><tr><th scope="col">Of</th><th scope="col">Performance</th><th scope="col" class="num">95 % interval</th><th scope="col" class="num">Series</th></tr></thead>
<tbody>${rows.map(row)}</tbody></table>`,
  )}<p class="sub">More is faster, whichever way a metric counts. ${assumption}</p></section>`;
}

function row(mean: GeometricMean): Html {
  const { by, of, low, high, series } = mean;
  return html`<tr><td class="text">${by === "overall" ? html`<strong>everything</strong>` : html`${by} ${named(of)}`}</td><td class="keep">${performancePill(mean)}</td>
<td class="num" data-of="95 % interval">${formatPercent(low - 1)} … ${formatPercent(high - 1)}</td><td class="num" data-of="Series">${series}</td></tr>`;
}

/** Coloured only where the interval excludes no change. */
export function performancePill(interval: Interval): Html {
  const size = unsignedPercent(interval.value - 1);
  const way = performanceWay(interval);
  if (way === "slower") return pill("triangle-down", `${size} slower`, "bad");
  if (way === "faster") return pill("triangle-up", `${size} faster`, "good");
  return pill("dot", `${formatPercent(interval.value - 1)}, no clear change`, "quiet");
}
