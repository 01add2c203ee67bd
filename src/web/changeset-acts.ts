/** What can be done about a changeset from its page: forms that work without a script. */
import type { ChangesetActs, Retest } from "../actions/changeset-acts.ts";
import { counted } from "../charts/describe.ts";
import { parametersOf } from "../model/series.ts";
import type { ChangesetVerdict, SeriesVerdict } from "../model/verdict.ts";
import { type Html, html, NOTHING, named } from "./html.ts";

export interface ChangesetActsData extends ChangesetActs {
  /** What was refused just now; empty when nothing was. */
  readonly fault: string;
}

export function changesetActsCard({ sha }: ChangesetVerdict, data: ChangesetActsData): Html {
  const { waivable, retests, ordered, fault } = data;
  const canWaive = waivable !== null && waivable.series.length + waivable.cells.length > 0;
  const canRetest = retests !== null && retests.length > 0;
  return html`<section class="card" id="acts"><h2>What you can do</h2>
${fault === "" ? NOTHING : html`<p class="fault" role="alert">${fault}</p>`}
${ordered === null ? NOTHING : html`<p role="status">Ordered: ${counted(ordered.runs, "run")} of ${named(ordered.suite)} on ${named(ordered.rig)}${ordered.baseline === null ? NOTHING : ", in turns with the parent"} (${ordered.state}). The rig takes the order when it asks for work.</p>`}
${canRetest ? retestForm(sha, retests) : NOTHING}
${canWaive ? waiveForm(sha, waivable) : NOTHING}
${canRetest || canWaive ? NOTHING : html`<p class="sub">${why(data)}</p>`}</section>`;
}

function why({ waivable, retests }: ChangesetActs): Html {
  if (waivable === null && retests === null)
    return html`To order more runs or to waive a regression, <a href="/sign-in">sign in</a> with a token that has the scope <code>triage</code> or <code>waive</code>.`;
  if (waivable === null) return html`No rig that you may order runs of measured it yet.`;
  return html`Nothing of it fails or is missing, so that there is nothing to waive${retests === null ? html`; ordering runs needs a token with the scope <code>triage</code>` : NOTHING}.`;
}

function retestForm(sha: string, retests: readonly Retest[]): Html {
  return html`<form class="act" method="post" action="/changesets/${encodeURIComponent(sha)}/retest" aria-label="Retest"><h3>Retest</h3><div class="row">
<label>Suite and rig <select name="what">${retests.map((one) => html`<option value="${JSON.stringify(one)}">${one.suite || "no suite"} on ${one.rig}</option>`)}</select></label>
<label>Runs <input type="number" name="runs" value="3" min="1" max="1000"></label>
<label><input type="checkbox" name="parent" value="yes" checked> in turns with the parent</label>
<label class="grow">Why <input name="why" maxlength="1000"></label><button>Order runs</button></div></form>`;
}

function waiveForm(sha: string, { series, cells }: NonNullable<ChangesetActs["waivable"]>): Html {
  const all =
    series.length > 1
      ? [{ value: { only: series.map((one) => one.series) }, text: `all ${series.length} series that fail` }]
      : [];
  const choices = [
    ...all,
    ...series.map((one) => ({ value: { only: [one.series] }, text: nameOf(one) })),
    ...cells.map((cell) => ({ value: { cell }, text: `not measured: ${cell}` })),
  ];
  return html`<form class="act" method="post" action="/changesets/${encodeURIComponent(sha)}/waive" aria-label="Waive"><h3>Waive</h3><div class="row">
<label>What <select name="what">${choices.map(({ value, text }) => html`<option value="${JSON.stringify(value)}">${text}</option>`)}</select></label>
<label>Ticket <input name="ticket" required maxlength="100"></label>
<label class="grow">Reason <input name="reason" required maxlength="2000"></label>
<label>Until <input type="date" name="until"></label><button>Waive</button></div><p class="sub">A waiver is recorded under your name, spends the release's creep budget, and ends on the day said, or as late as the policy lets it.</p></form>`;
}

const nameOf = (one: SeriesVerdict): string =>
  [`${one.metric} of ${one.benchmark} on ${one.rig}`, ...parametersOf(one)].join(", ");
