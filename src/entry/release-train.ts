/** `tarnish release train`: the plan of a branch's releases, kept as a YAML file. */
import type { Command } from "commander";
import type { ShownTrain } from "../actions/trains.ts";
import { Fault } from "../model/fault.ts";
import { printRows } from "./print-rows.ts";
import { everyItem, serviceClient } from "./service-client.ts";
import { readYaml } from "./yaml-file.ts";

export function addTrainCommands(release: Command): void {
  const command = release.command("train").description("plan releases: phases, freezes, supported cells, pledges");
  command
    .command("set")
    .description("take a train as the file says it; the file's train: is its name")
    .argument("<file>", "YAML")
    .option("--json", "JSON")
    .action(setTrain);
  command
    .command("show")
    .description("trains, or one, with the phase of each release today")
    .argument("[train]", "its name")
    .option("--json", "JSON lines")
    .action(showTrains);
}

async function setTrain(file: string, { json }: { json?: boolean }): Promise<void> {
  const yaml = readYaml(file);
  const { train, ...body } = (yaml.value ?? {}) as { train?: unknown };
  if (typeof train !== "string" || train === "") {
    throw new Fault("invalid", `${file} does not say which train it is: begin it with "train: NAME".`);
  }
  const put = () => serviceClient().put(`/v1/trains/${encodeURIComponent(train)}`, body);
  const stored = (await yaml.sent(put)) as ShownTrain;
  const now = stored.inWork === null ? "no release is in work" : `${stored.inWork} is in work`;
  process.stdout.write(json ? `${JSON.stringify(stored)}\n` : `train ${train} is set: ${now}\n`);
}

async function showTrains(wanted: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const all = await everyItem<ShownTrain>(serviceClient(), "/v1/trains");
  const trains = wanted === undefined ? all : all.filter(({ train }) => train === wanted);
  if (wanted !== undefined && trains.length === 0) {
    throw new Fault("not_found", `There is no train ${wanted}; tarnish release train show lists them.`);
  }
  if (json) return printRows(trains, true, {});
  const rows = trains.flatMap(({ train, branch, releases, inWork }) =>
    releases.map(({ tag, phase, isFrozen, phases, freeze }) => ({
      train,
      branch,
      tag: tag === inWork ? `${tag} (in work)` : tag,
      phase: `${phase ?? "not begun"}${isFrozen ? ", frozen" : ""}`,
      freeze,
      released: phases.released,
    })),
  );
  printRows(rows, false, {
    train: "train",
    branch: "branch",
    tag: "release",
    phase: "phase today",
    freeze: "freeze",
    released: "released",
  });
}
