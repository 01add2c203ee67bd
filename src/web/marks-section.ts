/** What happened along the series, in words and numbered as in the trend, and a form to write something down. */
import type { ShownMark } from "../actions/trend-marks.ts";
import type { ChangesetRow, MarkKind } from "../charts/series-data.ts";
import { day, type Html, html, NOTHING, named, shaLink } from "./html.ts";

export interface MarksSection {
  readonly marks: readonly ShownMark[];
  /** The reader may write something down. */
  readonly mayAnnotate: boolean;
  /** What somebody wrote. */
  readonly mayWithdraw: (who: string) => boolean;
  /** What was wrong with what they sent; "" for nothing. */
  readonly fault: string;
}

const WORDS = {
  annotation: "Note",
  waiver: "Waiver",
  epoch: "Epoch",
  bridge: "Bridge",
  drift: "Drift",
} as const satisfies Record<MarkKind, string>;
const HELP = { annotation: "annotation", waiver: "waiver", epoch: "epoch", bridge: "bridge", drift: "epoch" } as const;

export function marksSection(
  { marks, mayAnnotate, mayWithdraw, fault }: MarksSection,
  series: string,
  rows: readonly ChangesetRow[],
): Html {
  if (marks.length === 0 && !mayAnnotate) return NOTHING;
  return html`<section class="card" id="marks"><h2>Along the way</h2>
${marks.length === 0 ? html`<p class="none">No waiver, no change of the rig, nothing written down yet.</p>` : html`<ol class="marks">${marks.map((one, at) => item(one, at, series, mayWithdraw(one.who)))}</ol>`}
${mayAnnotate ? form(series, rows, fault) : NOTHING}</section>`;
}

function item(
  { kind, mark, sha, text, who, at, id }: ShownMark,
  index: number,
  series: string,
  isTheirs: boolean,
): Html {
  const where = mark === null ? html` (not in this picture)` : NOTHING;
  const by = who === "" ? NOTHING : html`, ${named(who)}`;
  const when = at === "" ? NOTHING : html`, ${day(at)}`;
  return html`<li value="${index + 1}"><a href="/help#${HELP[kind]}">${WORDS[kind]}</a> at ${shaLink(sha)}${where}: <span class="written">${named(text)}</span><small>${by}${when}</small>
${id !== "" && isTheirs ? html`<form method="post" action="/series/${series}/annotations/${id}"><button>Take back</button></form>` : NOTHING}</li>`;
}

function form(series: string, rows: readonly ChangesetRow[], fault: string): Html {
  const last = rows.at(-1)?.sha.slice(0, 12) ?? "";
  return html`<form class="triage" method="post" action="/series/${series}/annotations" aria-label="Write something down">${fault === "" ? NOTHING : html`<p class="fault" role="alert">${fault}</p>`}
<div class="row"><label>Changeset <input name="changeset" value="${last}" required maxlength="64" list="annotated" autocomplete="off" spellcheck="false"></label>
<label>Of <select name="about"><option value="series">this series</option><option value="rig">every series of the rig</option><option value="all">every series</option></select></label>
<label class="grow">Note <input name="text" required maxlength="2000"></label><button>Write down</button></div>
<datalist id="annotated">${rows.slice(-20).map(({ sha, subject }) => html`<option value="${sha.slice(0, 12)}">${subject ?? ""}</option>`)}</datalist></form>`;
}
