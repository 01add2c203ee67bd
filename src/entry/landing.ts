/** `tarnish landing`: what is prepared by ticket before the code is measured. */
import { Command, Option } from "commander";
import type { ShownLanding } from "../actions/landings.ts";
import { LANDING_KINDS } from "../model/landing.ts";
import { writtenMaterial } from "../wire/written-policy.ts";
import { printRows } from "./print-rows.ts";
import { everyItem, serviceClient } from "./service-client.ts";
import { readYaml } from "./yaml-file.ts";

interface SetOptions {
  readonly kind?: string;
  readonly release?: string;
  readonly design?: readonly string[];
  readonly inspection?: readonly string[];
  readonly cell?: readonly string[];
  readonly benchmark?: readonly string[];
  readonly plan?: string;
  readonly json?: boolean;
}

export function landingCommand(): Command {
  const command = new Command("landing").description(
    "prepare landings: kind, release, documents, test plan, expected effects",
  );
  command
    .command("set")
    .description("prepare a landing, before its first run; what is not said stays as it is")
    .argument("<ticket>", "its ticket")
    .addOption(new Option("--kind <kind>", "of landing").choices(LANDING_KINDS))
    .option("--release <tag>", "the release that it is meant for")
    .option("--design <document...>", "design documents")
    .option("--inspection <who...>", "who inspected it")
    .option("--cell <name...>", "cells that the test plan measures")
    .option("--benchmark <name...>", "benchmarks that the test plan asks for: the gate requires them, too")
    .option("--plan <file>", "YAML with any of kind, release, designs, inspections, plan: cells, benchmarks, expects")
    .option("--json", "JSON")
    .action(setLanding);
  command
    .command("show")
    .description("a landing, and what is absent of it")
    .argument("<ticket>", "its ticket")
    .option("--json", "JSON")
    .action(async (ticket: string, { json }: { json?: boolean }) => {
      const landing = (await serviceClient().get(`/v1/landings/${encodeURIComponent(ticket)}`)) as ShownLanding;
      print(landing, json);
    });
  command
    .command("list")
    .description("the landings that were prepared")
    .option("--json", "JSON lines")
    .action(async ({ json }: { json?: boolean }) => {
      const all = await everyItem<ShownLanding>(serviceClient(), "/v1/landings");
      printRows(all, json, {
        ticket: "ticket",
        kind: "kind",
        release: "release",
        firstRunAt: "first run",
        absent: "absent",
      });
    });
  return command;
}

async function setLanding(ticket: string, options: SetOptions): Promise<void> {
  const yaml = options.plan === undefined ? undefined : readYaml(options.plan);
  const written = (yaml?.value ?? {}) as { plan?: object };
  const plan = {
    ...written.plan,
    ...(options.cell && { cells: options.cell }),
    ...(options.benchmark && { benchmarks: options.benchmark }),
  };
  const body = {
    ...written,
    ...(options.kind !== undefined && { kind: options.kind }),
    ...(options.release !== undefined && { release: options.release }),
    ...(options.design && { designs: options.design }),
    ...(options.inspection && { inspections: options.inspection.map((who) => ({ who })) }),
    ...(Object.keys(plan).length > 0 && { plan }),
  };
  const put = () => serviceClient().put(`/v1/landings/${encodeURIComponent(ticket)}`, body);
  print((await (yaml ? yaml.sent(put) : put())) as ShownLanding, options.json);
}

function print(landing: ShownLanding, asJson: boolean | undefined): void {
  process.stdout.write(asJson ? `${JSON.stringify(landing)}\n` : `${linesOf(landing).join("\n")}\n`);
}

function linesOf({
  ticket,
  kind,
  release,
  designs,
  inspections,
  plan,
  slips,
  firstRunAt,
  late,
  absent,
}: ShownLanding): string[] {
  const field = (name: string, text: string | undefined) => (text ? [`${name.padEnd(14)}${text}`] : []);
  const expects = (plan?.expects ?? []).map((one, i) => {
    const what = [one.metric, one.benchmark].filter((part) => part !== undefined).join(" of ");
    const when = late.includes(i) ? "after the first run: it needs a waiver" : "before the first run";
    return `${what} up to ${[writtenMaterial(one.upTo)].flat().join(" or ")} ${one.effect}, declared ${when}`;
  });
  return [
    ...field("ticket", ticket),
    ...field("kind", kind),
    ...field(
      "release",
      [release, ...slips.map(({ from, at }) => `slipped from ${from} on ${at.slice(0, 10)}`)]
        .filter(Boolean)
        .join(", "),
    ),
    ...field("designs", designs?.join(", ")),
    ...field("inspections", inspections?.map(({ who }) => who).join(", ")),
    ...field("cells", plan?.cells?.join(", ")),
    ...field("benchmarks", plan?.benchmarks?.join(", ")),
    ...expects.flatMap((text) => field("expects", text)),
    ...field("first run", firstRunAt ?? "none yet"),
    ...field("absent", absent.join(", ")),
  ];
}
