/** One regression to be triaged: what moved, since when, who has it, and what may be said of it. */
import { direction, effectSize } from "../charts/change.ts";
import { counted } from "../charts/describe.ts";
import { fixed } from "../charts/number.ts";
import type { Disposition, Regression, RegressionMember } from "../model/regression.ts";
import { parametersOf } from "../model/series.ts";
import { day, type Html, html, NOTHING, named, shaLink } from "./html.ts";
import { pill } from "./pill.ts";
import { rigLink } from "./rig-words.ts";

/** Series named; the rest is counted. */
const MOST_SERIES = 4;

export function regressionPill({ kind, certainty }: Pick<Regression, "kind" | "certainty">): Html {
  if (certainty === "withdrawn") return pill("ring", "withdrawn", "quiet");
  const isSure = certainty === "confirmed";
  if (kind === "improvement")
    return pill(isSure ? "triangle-up" : "hollow-up", isSure ? "better" : "better, suspected", "good");
  const word = kind === "tradeoff" ? "trade-off" : "worse";
  return pill(isSure ? "triangle-down" : "hollow-down", isSure ? word : `${word}, suspected`, "bad");
}

/** `triage`: what its forms add to their address, so that the reader comes back to this list; null where nobody may. */
export function regressionItem(one: Regression, triage: string | null): Html {
  const { id, title, branch, good, sha, candidates, state, clock, assignee, ticket, members, announcedAt } = one;
  return html`<li class="card" id="r${id}" data-item tabindex="0" aria-label="${title}"><div class="row">${regressionPill(one)}${one.isMaterial ? NOTHING : pill("dot", "below what is material", "quiet")}${clock.isOverdue ? pill("diamond", "overdue", "warn") : NOTHING}<span class="branch">${state.replaceAll("_", " ")}</span></div>
<h2>${named(title)}</h2>
<p class="sub">After ${shaLink(good)}, up to ${shaLink(sha)} on <span class="branch">${named(branch)}</span>: ${counted(candidates.length, "candidate")}${candidates.length === 1 && candidates[0]?.subject ? html`, ${named(candidates[0].subject)}` : NOTHING}. Told ${day(announcedAt)}, ${clock.workingDays < 0.1 ? "less than an hour of work ago" : html`${fixed(clock.workingDays, 1)} working days ago`}${one.recovered.series > 0 ? html`; ${one.recovered.series} of ${one.recovered.of} series are back` : NOTHING}. ${assignee === null ? "Nobody took it" : html`Taken by ${named(assignee)}`}${ticket === null ? NOTHING : html`, ${named(ticket)}`}.</p>
<ul class="found">${members.slice(0, MOST_SERIES).map(member)}</ul>${members.length > MOST_SERIES ? html`<p class="sub">${counted(members.length - MOST_SERIES, "more series", "more series")}.</p>` : NOTHING}
${one.notes.length === 0 ? NOTHING : html`<details><summary>${counted(one.notes.length, "note")}</summary><ul>${one.notes.map(({ who, at, text }) => html`<li>${named(who)}, ${day(at)}: ${named(text)}</li>`)}</ul></details>`}
${triage === null ? NOTHING : forms(one, triage)}</li>`;
}

function member(one: RegressionMember): Html {
  const { series, benchmark, metric, rig, effect, worse } = one;
  return html`<li>${pill(`triangle-${direction(effect)}`, effectSize(effect), worse ? "bad" : "good")} <a href="/series/${series}">${named(`${benchmark} ${metric}`)}</a> <small>${rigLink(rig)} ${named(parametersOf(one).join(" · "))}</small></li>`;
}

const ACTS: readonly { readonly state: Disposition; readonly text: string; readonly key: string }[] = [
  { state: "acknowledged", text: "Acknowledge", key: "a" },
  { state: "infrastructure", text: "Infrastructure", key: "i" },
  { state: "will_not_fix", text: "Will not fix", key: "w" },
  { state: "open", text: "Open again", key: "o" },
];

function forms({ id, state, assignee, ticket }: Regression, back: string): Html {
  const label = `Triage of ${id}`;
  return html`<form class="triage" method="post" action="/regressions/${id}?${back}" aria-label="${label}"><div class="row">${ACTS.filter(
    (act) => act.state !== state,
  ).map(
    ({ state: to, text, key }) =>
      html`<button name="state" value="${to}" data-key="${key}">${text} <kbd>${key}</kbd></button>`,
  )}</div></form>
<form class="triage" method="post" action="/regressions/${id}?${back}" aria-label="${label}, in words"><div class="row"><label>Assignee <input name="assignee" value="${assignee ?? ""}" maxlength="200" data-key="t"></label><label>Ticket <input name="ticket" value="${ticket ?? ""}" maxlength="100"></label><label class="grow">Note <input name="note" maxlength="10000" data-key="n"></label><button>Save</button></div></form>`;
}
