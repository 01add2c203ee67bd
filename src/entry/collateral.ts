/** `tarnish changeset collateral SHA`: the evidence pack of a landing, to keep or to hand on. */
import { Command, Option } from "commander";
import { Fault } from "../model/fault.ts";
import { toFault } from "../rig/problem.ts";
import { readConfig } from "./config.ts";
import { tokenOf } from "./service-client.ts";

export function collateralCommand(): Command {
  return new Command("collateral")
    .description("the evidence pack of a landing; tarnish verify FILE recomputes the verdict from its JSON")
    .argument("<sha>", "the changeset, abbreviated or not")
    .addOption(new Option("--format <format>", "of the pack").choices(["json", "md", "html"]).default("json"))
    .option("--json", "the same as --format json")
    .action(async (sha: string, { format, json }: { format: string; json?: boolean }) => {
      const kind = json ? "json" : format;
      process.stdout.write(`${await textOf(`/v1/changesets/${encodeURIComponent(sha)}/collateral.${kind}`)}\n`);
    });
}

async function textOf(path: string): Promise<string> {
  const config = readConfig(process.env);
  const token = tokenOf(config);
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(`${config.url}${path}`, { headers }).catch((cause) => {
    const message = `No answer from ${config.url}: start the service there, or set TARNISH_URL.`;
    throw new Fault("unavailable", message, [], { cause });
  });
  const text = await answer.text();
  if (!answer.ok) throw toFault(answer.status, parsed(text), `GET ${path}`);
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
