/** A judgement as a small badge: shape, words, colour. */
import type { Series, SeriesAnalysis } from "../model/series.ts";
import type { VerdictWord } from "../model/verdict.ts";
import { type Html, html } from "./html.ts";
import { seriesState } from "./series-state.ts";
import { type Shape, shape } from "./shape.ts";

export type Tone = "bad" | "good" | "warn" | "quiet";

export function pill(mark: Shape, text: string, tone: Tone): Html {
  return html`<span class="pill ${tone}">${shape(mark)}<span>${text}</span></span>`;
}

export function statePill(series: Series, analysis: SeriesAnalysis): Html {
  const state = seriesState(series, analysis);
  return pill(state.shape, state.text, state.tone);
}

export const VERDICT_PILLS: Record<VerdictWord, { readonly mark: Shape; readonly text: string; readonly tone: Tone }> =
  {
    pass: { mark: "tick", text: "pass", tone: "good" },
    fail: { mark: "cross", text: "fail", tone: "bad" },
    inconclusive: { mark: "diamond", text: "inconclusive", tone: "warn" },
    invalid_environment: { mark: "square", text: "invalid environment", tone: "warn" },
    not_measured: { mark: "ring", text: "not measured", tone: "quiet" },
  };

export function verdictPill(verdict: VerdictWord): Html {
  const { mark, text, tone } = VERDICT_PILLS[verdict];
  return pill(mark, text, tone);
}
