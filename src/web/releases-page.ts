/** Every release, the newest first: its verdict against the one before it, and its geometric mean. */
import type { ListedRelease } from "../actions/show-releases.ts";
import { day, type Html, html, NOTHING, named, scrollBox, shaLink } from "./html.ts";
import { layout } from "./layout.ts";
import { performancePill } from "./means-table.ts";
import { verdictPill } from "./pill.ts";

export function releasesPage(releases: readonly ListedRelease[]): Html {
  return layout({
    title: "Releases",
    isLive: true,
    current: "/releases",
    content: html`<h1>Releases</h1>
<p class="sub">Each is held against the one before it, small steps, waivers and all.</p>
${
  releases.length === 0
    ? html`<p class="none">No changeset is named a release yet: <code>tarnish release add TAG --sha SHA</code> names one.</p>`
    : html`<section class="card">${scrollBox(
        "Releases",
        html`<table class="stack"><thead><tr><th scope="col">Verdict</th><th scope="col">Release</th><th scope="col">On the whole</th><th scope="col">Changeset</th></tr></thead><tbody>${releases.map(row)}</tbody></table>`,
      )}</section>`
}`,
  });
}

function row({ tag, sha, branch, releasedAt, judgement }: ListedRelease): Html {
  const overall = judgement?.comparison.means.find(({ by }) => by === "overall");
  return html`<tr><td class="keep">${judgement === null ? html`–` : verdictPill(judgement.verdict.verdict)}</td>
<td class="text"><a href="/releases/${encodeURIComponent(tag)}">${named(tag)}</a><small>${day(releasedAt)}${branch === undefined ? NOTHING : html` ${named(branch)}`}${judgement === null ? NOTHING : html` against ${named(judgement.verdict.against.name)}`}</small></td>
<td data-of="On the whole">${overall ? performancePill(overall) : html`–`}</td><td data-of="Changeset">${shaLink(sha)}</td></tr>`;
}
