/** `tarnish release parity TAG`: what a maintenance branch has of its mainline, and whether it does the same there. */
import type { Command } from "commander";
import type { BackportParity, PortedEffect } from "../model/backport-parity.ts";
import type { Interval } from "../model/release-comparison.ts";
import { printRows } from "./print-rows.ts";
import { serviceClient } from "./service-client.ts";

interface Options {
  readonly with?: string;
  readonly json?: boolean;
}

export function addParityCommand(release: Command): void {
  release
    .command("parity")
    .description("changes of the mainline that are on a maintenance branch, by Change-Id, with their effect on both")
    .argument("<tag>", "a release of the maintenance branch")
    .option("--with <state>", "the mainline: a branch, a tag or a sha; the branch it forked from when absent")
    .option("--json", "JSON")
    .action(async (tag: string, { with: mainline, json }: Options) => {
      const query = mainline === undefined ? "" : `?with=${encodeURIComponent(mainline)}`;
      const parity = (await serviceClient().get(
        `/v1/releases/${encodeURIComponent(tag)}/parity${query}`,
      )) as BackportParity;
      if (json) process.stdout.write(`${JSON.stringify(parity)}\n`);
      else print(parity);
    });
}

function print({ maintenance, mainline, ported, notPorted, movingNotPorted, onlyHere, partial }: BackportParity): void {
  const rows = ported.flatMap((change) => {
    const { subject, changeId, effects } = change;
    const name = subject ?? changeId;
    if (effects.length === 0) return [{ name, series: "nothing measured moved", there: "", here: "", agreement: "" }];
    return effects.map((effect) => ({ name, ...row(effect) }));
  });
  printRows(rows, false, {
    name: "change",
    series: "series",
    there: mainline.name,
    here: maintenance.name,
    agreement: "",
  });
  const lines = [
    `${ported.length} changes of ${mainline.name} are in ${maintenance.name}, ${notPorted} are not; ${onlyHere} are here alone`,
    ...movingNotPorted.map(
      ({ subject, sha, moved }) =>
        `not here: ${subject ?? sha} (${sha.slice(0, 12)}), which may have moved ${moved.join(", ")}`,
    ),
    ...(partial ? ["Private rigs are left out; a token that may read them shows all."] : []),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const row = ({ benchmark, metric, rig, mainline, maintenance, agreement }: PortedEffect) => ({
  series: `${benchmark} ${metric} on ${rig}`,
  there: words(mainline),
  here: words(maintenance),
  agreement,
});

const words = (step: Interval | null): string =>
  step === null ? "not measured" : `${step.value.toFixed(2)}x (${step.low.toFixed(2)} to ${step.high.toFixed(2)})`;
