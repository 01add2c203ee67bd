/** Every release, the newest first: its verdict against the one before it, and its geometric mean. */
import type { ListedRelease } from "../actions/show-releases.ts";
import { day, type Html, html, NOTHING, named, scrollsFrom, shaLink } from "./html.ts";
import { around } from "./layout.ts";
import { performancePill } from "./means-table.ts";
import { verdictPill } from "./pill.ts";

type Judged = () => Promise<ListedRelease>;

/**
 * In the order of reading: a release is shown as soon as it is judged. Rejects where the first cannot be: nothing was
 * sent by then, and the answer's status can say so.
 */
export async function releasesParts([first, ...others]: readonly Judged[]): Promise<AsyncGenerator<Html>> {
  return parts(first && (await first()), others);
}

async function* parts(first: ListedRelease | undefined, others: readonly Judged[]): AsyncGenerator<Html> {
  const { before, after } = frame(first !== undefined);
  yield first === undefined ? before : html`${before}${row(first)}`;
  for (const release of others) yield row(await release());
  yield after;
}

/** What is around the rows; all there is where there are none. */
function frame(hasRows: boolean): { readonly before: Html; readonly after: Html } {
  const { before, after } = around({ title: "Releases", isLive: true, current: "/releases" });
  const head = html`${before}<h1>Releases</h1>
<p class="sub">Each is held against the one before it, small steps, waivers and all.</p>
`;
  if (!hasRows)
    return {
      before: html`${head}<p class="none">No changeset is named a release yet: <code>tarnish release add TAG --sha SHA</code> names one.</p>`,
      after,
    };
  return {
    before: html`${head}<section class="card">${scrollsFrom("Releases")}<table class="stack"><thead><tr><th scope="col">Verdict</th><th scope="col">Release</th><th scope="col">On the whole</th><th scope="col">Changeset</th></tr></thead><tbody>`,
    after: html`</tbody></table></div></section>${after}`,
  };
}

function row({ tag, sha, branch, releasedAt, judgement }: ListedRelease): Html {
  const overall = judgement?.comparison.means.find(({ by }) => by === "overall");
  return html`<tr><td class="keep">${judgement === null ? html`–` : verdictPill(judgement.verdict.verdict)}</td>
<td class="text"><a href="/releases/${encodeURIComponent(tag)}">${named(tag)}</a><small>${day(releasedAt)}${branch === undefined ? NOTHING : html` ${named(branch)}`}${judgement === null ? NOTHING : html` against ${named(judgement.verdict.against.name)}`}</small></td>
<td data-of="On the whole">${overall ? performancePill(overall) : html`–`}</td><td data-of="Changeset">${shaLink(sha)}</td></tr>`;
}
