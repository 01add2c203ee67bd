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
  const begin = `The gate can judge ${armed === 0 ? "none" : armed} of ${counted(series, "series", "series")} yet`;
  if (blocksLeft === 0 && runsLeft === 0) return `${begin}.`;
  const needs = [
    ...(blocksLeft > 0 ? [counted(blocksLeft, "more night")] : []),
    ...(runsLeft > 0 ? [counted(runsLeft, "more run")] : []),
  ];
  const left = series - armed;
  return `${begin}. ${counted(left, "other has", "others have")} too short a baseline: the last of them arms after ${needs.join(" with ")}${on === null ? "" : `, about ${on}`}.`;
}
