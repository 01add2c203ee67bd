/** How far the gate can judge, and what it waits for. */

import type { Arming } from "../actions/show-overview.ts";
import { counted } from "../charts/describe.ts";
import { type Html, html, NOTHING } from "./html.ts";

export function armingCard(arming: Arming | null): Html {
  if (!arming || arming.series === 0) return NOTHING;
  const { armed, series } = arming;
  return html`<div class="card arming"><progress max="${series}" value="${armed}" aria-label="Series that the gate can judge"></progress><p>${sentence(arming)} <a href="/help#arming">What this means</a></p></div>`;
}

function sentence({ armed, series, blocksLeft, runsLeft, on }: Arming): string {
  if (armed === series) return `The gate is armed: all ${series} series have the baseline it needs.`;
  const left = series - armed;
  const begin =
    armed === 0
      ? `The gate can judge ${series === 1 ? "the one series not" : `none of the ${series} series`} yet: ${left === 1 ? "its baseline is" : "their baselines are"} too short`
      : `The gate can judge ${armed} of ${series} series; ${left === 1 ? "the other one has" : `the other ${left} have`} too short a baseline`;
  const needs = [
    ...(blocksLeft > 0 ? [counted(blocksLeft, "more night")] : []),
    ...(runsLeft > 0 ? [counted(runsLeft, "more run")] : []),
  ];
  if (needs.length === 0) return `${begin}.`;
  return `${begin}${armed === 0 ? ";" : ":"} the last of them arms after ${needs.join(" with ")}${on === null ? "" : `, about ${on}`}.`;
}
