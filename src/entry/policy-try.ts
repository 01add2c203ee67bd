/** `tarnish policy try FILE`: what a policy would have done to the history, beside the policy in force. */
import { Readable } from "node:stream";
import Table from "cli-table3";
import type { TriedChangeset, TriedSum } from "../actions/try-policy.ts";
import type { ReplaySum } from "../gate/replay.ts";
import { Fault } from "../model/fault.ts";
import { toFault } from "../rig/problem.ts";
import { readConfig } from "./config.ts";
import { readLines } from "./line-reader.ts";
import { checkedFile } from "./policy-file.ts";
import { tokenOf } from "./service-client.ts";

const LONGEST_LINE = 1024 * 1024;
/** Changesets that were judged otherwise, and changes that were let through, shown to a person. */
const MOST_SHOWN = 30;

export async function tryPolicy(file: string, { json }: { json?: boolean }): Promise<void> {
  const { yaml } = await checkedFile(file);
  const answer = await yaml.sent(() => posted(yaml.value));
  const differing: TriedChangeset[] = [];
  for await (const line of linesOf(answer)) {
    if (json) process.stdout.write(`${JSON.stringify(line)}\n`);
    else if ("of" in line) {
      if (line.inForce.verdict !== line.tried.verdict) differing.push(line);
      if (process.stderr.isTTY) process.stderr.write(`\r${line.done} of ${line.of} changesets`);
    } else {
      if (process.stderr.isTTY) process.stderr.write("\n");
      process.stdout.write(`${report(line, differing).join("\n")}\n`);
    }
  }
}

async function posted(policy: unknown): Promise<Response> {
  const config = readConfig(process.env);
  const token = tokenOf(config);
  const headers = {
    "content-type": "application/json",
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const path = "/v1/policies/replay";
  const answer = await fetch(config.url + path, { method: "POST", headers, body: JSON.stringify(policy) }).catch(
    (cause) => {
      throw new Fault("unavailable", `No answer from ${config.url}: start the service there, or set TARNISH_URL.`, [], {
        cause,
      });
    },
  );
  if (answer.ok && answer.body) return answer;
  throw toFault(answer.status, await answer.json().catch(() => undefined), `POST ${path}`);
}

async function* linesOf({ body }: Response): AsyncGenerator<TriedChangeset | TriedSum> {
  let last: TriedChangeset | TriedSum | undefined;
  for await (const lines of readLines(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), LONGEST_LINE)) {
    for (const { bytes } of lines) {
      last = JSON.parse(bytes?.toString("utf8") ?? "") as TriedChangeset | TriedSum;
      yield last;
    }
  }
  if (last === undefined || "of" in last)
    throw new Fault("unavailable", "The answer broke off before its sums; try again.");
}

function report({ inForce, tried }: TriedSum, differing: readonly TriedChangeset[]): string[] {
  const table = new Table({ head: ["", "in force", "tried"], style: { head: [], border: [], compact: true } });
  const rows: [string, (sum: ReplaySum) => string | number][] = [
    ["changesets judged", ({ changesets }) => changesets],
    ["passed", ({ passed }) => passed],
    ["blocked (fail)", ({ blocked }) => blocked],
    ["held back (not decided, not measured)", ({ held }) => held],
    ["confirmed regressions caught", ({ caught }) => caught],
    ["let through", ({ missed }) => missed.length],
    ["not judged", ({ unjudged }) => unjudged],
    ["runs asked for", ({ runs }) => runs],
    ["rig hours", ({ rigHours }) => (rigHours === null ? "not told by any run" : rigHours.toFixed(1))],
  ];
  for (const [name, of] of rows) table.push([name, of(inForce), of(tried)]);
  return [table.toString(), ...differences(differing), ...letThrough(tried)];
}

function differences(differing: readonly TriedChangeset[]): string[] {
  if (differing.length === 0) return ["Every changeset is judged alike."];
  const lines = differing.slice(0, MOST_SHOWN).map(({ sha, subject, inForce, tried }) => {
    const name = [sha.slice(0, 12), subject].filter((part) => part !== undefined).join(" ");
    return `  ${name}: ${inForce.verdict} → ${tried.verdict}\n    ${tried.why}`;
  });
  return [`judged otherwise: ${differing.length}`, ...lines, ...more(differing.length)];
}

function letThrough({ missed }: ReplaySum): string[] {
  if (missed.length === 0) return [];
  const lines = missed.slice(0, MOST_SHOWN).map(({ name, effect, candidates }) => {
    return `  ${name}: ${effect}, by ${candidates.map((sha) => sha.slice(0, 12)).join(" or ")}`;
  });
  return ["confirmed regressions that it lets through:", ...lines, ...more(missed.length)];
}

const more = (count: number): string[] =>
  count > MOST_SHOWN ? [`  and ${count - MOST_SHOWN} more (--json shows all)`] : [];
