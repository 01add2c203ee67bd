/** The first page of an empty service: the commands that fill it. */
import { type Html, html } from "./html.ts";
import { layout } from "./layout.ts";

const STEPS = [
  {
    title: "See it with a year of history",
    text: "Stop this service and let the demo post real tool outputs and a simulated year into a fresh data folder.",
    command: "npm run demo",
  },
  {
    title: "Post your first result",
    text: "The output of a tool as it is: the format is recognised by its content, posting it twice changes nothing.",
    command: "npx tarnish post FILE --rig my-rig --changeset SHA --parent PARENT --block 2026-11-20",
  },
  {
    title: "Ask whether a changeset may land",
    text: "Exit code 0 is pass, 1 fail, 2 inconclusive, 3 invalid environment, 4 not measured; the reasons are printed.",
    command: "npx tarnish gate SHA",
  },
] as const;

export function emptyPage(): Html {
  return layout({
    title: "Welcome",
    current: "/",
    content: html`<h1>Nothing is measured yet</h1>
<p class="sub">This service has no runs. Three commands fill it; on this machine they find its token by themselves.</p>
<ol class="steps">${STEPS.map(
      ({ title, text, command }) =>
        html`<li class="card"><h2>${title}</h2><p>${text}</p><pre><code>${command}</code></pre></li>`,
    )}</ol>
<p class="sub">Once runs are here, this page shows every series with its level and changes, and the latest verdicts.</p>`,
  });
}
