/** A verdict as commit status or check run on GitHub (REST API, version 2022-11-28). */
import type { GithubTarget } from "../model/message.ts";
import { accepted, type Outgoing, type Send, Undelivered } from "./outgoing.ts";
import { type VerdictData, verdictText } from "./verdict-text.ts";

/** Characters of a status' description that GitHub takes. */
const MOST_DESCRIPTION = 140;
const MOST_SUMMARY = 65_535;

export async function tellGithub(
  target: GithubTarget,
  { data, at }: { readonly data: VerdictData; readonly at: string },
  send: Send,
): Promise<void> {
  const { url, token, repository } = target;
  const base = `${url.replace(/\/+$/, "")}/repos/${repository.split("/").map(encodeURIComponent).join("/")}`;
  const ask = async (method: Outgoing["method"], path: string, body?: unknown) => {
    const headers = {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "user-agent": "tarnish",
      "x-github-api-version": "2022-11-28",
      ...(body !== undefined && { "content-type": "application/json" }),
    };
    const sent = { method, url: `${base}${path}`, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return accepted(await send(sent));
  };
  if (target.reports === "status")
    await ask("POST", `/statuses/${encodeURIComponent(data.sha)}`, statusOf(target, data));
  else await tellCheck(target, data, at, ask);
}

/** The newest of a context is what counts, so that one sent twice does no harm. */
function statusOf({ context }: GithubTarget, data: VerdictData): object {
  const state = data.final ? (STATES[data.verdict] ?? "error") : "pending";
  return {
    state,
    context,
    description: shortened(sentenceOf(data), MOST_DESCRIPTION),
    ...(data.url !== null && { target_url: data.url }),
  };
}

const STATES: Readonly<Record<string, string>> = { pass: "success", fail: "failure" };
const CONCLUSIONS: Readonly<Record<string, string>> = { pass: "success", fail: "failure" };

type Ask = (method: Outgoing["method"], path: string, body?: unknown) => Promise<string>;

/** One check run a commit: the one that is there is brought up to date. */
async function tellCheck({ context }: GithubTarget, data: VerdictData, at: string, ask: Ask): Promise<void> {
  const externalId = `tarnish:${data.sha}`;
  const query = new URLSearchParams({ check_name: context, filter: "latest" });
  const there = parsed(await ask("GET", `/commits/${encodeURIComponent(data.sha)}/check-runs?${query}`));
  const own = there.check_runs.find((run) => run.external_id === externalId);
  const check = {
    name: context,
    external_id: externalId,
    ...(data.url !== null && { details_url: data.url }),
    ...(data.final
      ? { status: "completed", conclusion: CONCLUSIONS[data.verdict] ?? "neutral", completed_at: at }
      : { status: "in_progress" }),
    output: {
      title: shortened(sentenceOf(data), MOST_DESCRIPTION),
      summary: shortened(verdictText(data), MOST_SUMMARY),
    },
  };
  if (own) await ask("PATCH", `/check-runs/${own.id}`, check);
  else await ask("POST", "/check-runs", { ...check, head_sha: data.sha });
}

function parsed(text: string): { check_runs: readonly { readonly id: number; readonly external_id: string | null }[] } {
  try {
    return JSON.parse(text);
  } catch {
    throw new Undelivered("answered something else than JSON", true);
  }
}

const sentenceOf = ({ final, verdict, why }: VerdictData): string => (final ? `${verdict}: ${why}` : "being measured");

const shortened = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
