/** How much of the creep budget each series has spent, against its marks at 50, 80 and 100 %. */
import { raw } from "hono/html";
import { fixed, unsignedPercent } from "../charts/number.ts";
import type { ReleaseVerdict, Spent } from "../model/release-verdict.ts";
import { type Html, html, named, scrollBox } from "./html.ts";
import { pill } from "./pill.ts";

/** The bar ends here, as a share of the budget; the figure beside it goes on. */
const LONGEST = 1.5;

export function budgetSection({ limit, spent }: ReleaseVerdict["budget"]): Html {
  const rule = html`A series may become ${unsignedPercent(limit)} worse from one release to the next, small steps and waivers included.`;
  if (spent.length === 0)
    return html`<section class="card"><h2>Creep budget</h2><p>${rule} No series has spent half of it.</p></section>`;
  return html`<section class="card"><h2>Creep budget</h2><p>${rule}</p>${scrollBox(
    "Creep budget",
    html`<table class="stack"><thead><tr><th scope="col">Mark reached</th><th scope="col">Series</th><th scope="col">Spent</th><th scope="col" class="num">Of the budget</th></tr></thead><tbody>${spent.map(row)}</tbody></table>`,
  )}</section>`;
}

function row({ series, rig, benchmark, metric, spent, mark }: Spent): Html {
  return html`<tr><td class="keep">${markPill(mark)}</td><td class="text"><a href="/series/${series}">${named(`${benchmark} ${metric}`)}</a><small>${named(rig)}</small></td>
<td data-of="Spent">${bar(spent)}</td><td class="num" data-of="Of the budget">${percent(spent)}</td></tr>`;
}

function markPill(mark: number): Html {
  if (mark >= 1) return pill("cross", "all of it", "bad");
  return mark >= 0.8 ? pill("triangle-up", "80 %", "warn") : pill("hollow-up", "50 %", "quiet");
}

/** What it shows stands beside it as a figure. */
function bar(spent: number): Html {
  const length = fixed(100 * Math.max(0, Math.min(LONGEST, spent || 0)), 1);
  const marks = [50, 80, 100].map((x) => `<path class="mark" d="M${x} 0v12"/>`).join("");
  return raw(
    `<svg class="budget" width="150" height="12" viewBox="0 0 150 12" aria-hidden="true"><rect class="room" width="100" height="12" rx="2"/><rect class="${spent >= 1 ? "spent over" : "spent"}" y="3" width="${length}" height="6"/>${marks}</svg>`,
  );
}

const percent = (share: number): string => `${fixed(100 * share, 0)} %`;
