/** What the words of the pages mean: each has an address, `/help#word`. */
import { DECISIONS_HTML } from "./decisions-text.ts";
import { type Html, html, NOTHING, picture } from "./html.ts";
import { layout } from "./layout.ts";

/** Address, word, meaning, and where how it is computed is told. */
const WORDS: readonly (readonly [id: string, word: string, text: string, how?: string])[] = [
  [
    "series",
    "Series",
    "What is compared with what: a benchmark at its version, a metric, its parameters, a rig, a pairing of client and server. Runs of another series are never held against it.",
  ],
  [
    "run",
    "Run, block, repeat",
    "A run is one session of a suite: mounted, started, measured, ended. Repeats inside it share everything, so they count as one. A block is what runs share: one night, one boot, one build. Three runs of one night say less than three of three nights, and intervals are as wide as that makes them.",
    "one-series-step-by-step",
  ],
  [
    "level",
    "Level",
    "What a series measures between two change points, with the interval that holds it at 95 %.",
    "a-change-point",
  ],
  [
    "change-point",
    "Change point",
    "The first changeset of a new level. It is suspected while few changesets stand behind it, confirmed when more do, and withdrawn when later ones disagree. Its candidates are the changesets of which one made the change.",
    "a-change-point",
  ],
  [
    "material",
    "Significant, material, regression",
    "Significant is what is not noise; material is what is worth acting on, as the policy says (5 % by default). A regression is both, for the worse.",
    "one-series-step-by-step",
  ],
  [
    "interval",
    "Interval",
    "Where the true effect lies at the level named beside it. An interval that holds zero and what is material both is not decided: more runs settle it.",
    "one-series-step-by-step",
  ],
  [
    "minimum-detectable-effect",
    "Minimum detectable effect",
    "The smallest change that would show nine times of ten with the runs that a landing usually gets, given the noise of the series on this rig. Where it is larger than what is material, a pass says little: the series is advisory and listed as one that cannot see.",
    "what-keeps-the-answer-honest",
  ],
  [
    "noise",
    "Noise",
    "How much runs of the same code differ: between runs of a block, and between blocks on top of it. Both as a standard deviation relative to the level.",
    "one-series-step-by-step",
  ],
  [
    "quartiles",
    "Median and quartiles",
    "Half of the runs lie below the median and half above; half of them lie between the two quartiles. One wild run moves neither.",
  ],
  [
    "autocorrelation",
    "Neighbours that resemble each other",
    "When a value resembles the one before it, chance makes runs of good and bad luck that look like steps. The detector knows how strong that is in each series and asks for more before it calls a change.",
    "a-change-point",
  ],
  [
    "modality",
    "Several modes",
    "Values that gather about two or more levels without order, a cache that is warm or not for example. The median jumps between them; find out which mode a run is in and make it a parameter.",
    "a-change-point",
  ],
  [
    "epoch",
    "Drift and epoch",
    "A change of what is watched of a rig (a kernel, a firmware) is a drift: nothing is compared across it until a person accepts it as a new epoch. Epochs are chained by what was measured on both sides, and the uncertainty of that is added to every comparison.",
    "what-keeps-the-answer-honest",
  ],
  [
    "bridge",
    "Bridge",
    "The same code measured on both sides of a new epoch: the ratio says what the rig alone made of its figures. Without one, nothing is compared across the epoch, in words.",
    "what-keeps-the-answer-honest",
  ],
  [
    "geometric-mean",
    "Geometric mean",
    "The mean of ratios: twice as fast here and half as fast there is no change on the whole.",
  ],
  [
    "creep-budget",
    "Creep budget",
    "How much worse a series may become from one release to the next by small steps of which none is material, waivers included.",
  ],
  [
    "look",
    "Look",
    "A verdict is drawn when a planned number of runs is there, not after each: looking after each would call three quiet landings in twenty worse.",
    "what-keeps-the-answer-honest",
  ],
  [
    "arming",
    "Arming",
    "The gate judges a series once its baseline is long enough (10 scheduled runs in 3 nights by default). Until then it is not armed: its change points are shown, but it blocks no landing.",
  ],
  [
    "waiver",
    "Waiver",
    "A recorded decision to land a known regression: who, why, which ticket, until when. It spends the creep budget.",
  ],
  [
    "annotation",
    "Note",
    "What a person wrote beside the figures of a changeset, with name and time: of one series, of every series of a rig, or of all. It changes no figure and no verdict.",
  ],
  [
    "verdict",
    "Verdict",
    "Pass, fail, inconclusive, invalid environment or not measured. A missing measurement is never a pass.",
    "a-verdict",
  ],
];

export function helpPage(): Html {
  return layout({
    title: "Words",
    content: html`<h1>Words</h1>
<p class="sub">What the pages mean by them. <a href="/help/decisions">How decisions are reached</a> says how each is computed, and how good it is. <a href="/help/charts">Charts</a> lists every picture, its address and its columns.</p>
<dl class="words">${WORDS.map(
      ([id, word, text, how]) =>
        html`<div class="card" id="${id}"><dt>${word}</dt><dd>${text}${how === undefined ? NOTHING : html` <a href="/help/decisions#${how}">How it is computed<span class="unseen">: ${word}</span></a>`}</dd></div>`,
    )}</dl>`,
  });
}

/** docs/decisions.md of the source, which tests hold to what the programs do. */
export function decisionsPage(): Html {
  return layout({
    title: "How decisions are reached",
    content: html`<p class="crumbs"><a href="/help">Words</a></p>
<div class="prose">${picture(DECISIONS_HTML)}</div>`,
  });
}
