/** `tarnish rig init|check|accept`: is this hardware still what it was when its results became a baseline? */
import { rmSync } from "node:fs";
import type { Command } from "commander";
import { Fault } from "../model/fault.ts";
import { changesSince, type FactChange } from "../rig/fingerprint/compare.ts";
import { type Fingerprint, takeFingerprint } from "../rig/fingerprint/fingerprint.ts";
import { thisMachine } from "../rig/fingerprint/machine.ts";
import { type Accepted, acceptedFile, acceptedState, canaryFile, keepState } from "./accepted-state.ts";
import { EXIT, exitCodeOf } from "./exit.ts";
import { acceptanceOf, bridges, tellEpoch } from "./rig-acceptance.ts";
import { measureAlone } from "./rig-noise.ts";
import { serviceClient } from "./service-client.ts";

export function addFingerprintCommands(command: Command): void {
  command
    .command("init")
    .description("collect the facts of this machine and keep them as the accepted state")
    .argument("[rig]", "which rig this machine is: what is posted for it from here tells the facts, too")
    .option("--json", "JSON")
    .action((rig: string | undefined, { json }: { json?: boolean }) => {
      if (acceptedState() !== undefined)
        throw new Fault(
          "conflict",
          "This rig has an accepted state already: see tarnish rig check, tarnish rig accept.",
        );
      const now = takeFingerprint(thisMachine);
      keepState({ ...now, ...(rig !== undefined && { rig }) });
      tell(now, [], json, `accepted: ${count(now)} facts are kept in ${acceptedFile()}`);
    });
  command
    .command("check")
    .description("collect the facts again and say which changed; exit code 3 when one did")
    .option("--json", "JSON")
    .action(({ json }: { json?: boolean }) => {
      const before = acceptedOrFault();
      const now = takeFingerprint(thisMachine);
      const changes = changesSince(before, now);
      tell(now, changes, json, changes.length === 0 ? `unchanged: ${count(now)} facts` : advice(changes));
      process.exitCode = changes.length === 0 ? EXIT.ok : EXIT.invalidEnvironment;
    });
  command
    .command("accept")
    .description("keep the facts as they are now: results from here on are another epoch")
    .option("--plan <file>", "measure first: limits of the plan must be kept, and levels are held against those before")
    .option("--reason <text>", "why, for those who compare across it", "accepted on the rig")
    .option("--epoch <name>", "an epoch that exists: the rig is again what it was then")
    .option("--json", "JSON")
    .action(accept);
}

interface AcceptOptions {
  readonly plan?: string;
  readonly reason: string;
  readonly epoch?: string;
  readonly json?: boolean;
}

async function accept({ plan, reason, epoch, json }: AcceptOptions): Promise<void> {
  const before = acceptedOrFault();
  const measured = plan === undefined ? undefined : await measureAlone(plan, { drifted: true, fresh: true });
  if (plan !== undefined && measured === undefined) return;
  const found = measured && acceptanceOf(measured.documents, measured.tasks, before.levels ?? {});
  const now = takeFingerprint(thisMachine);
  const changes = changesSince(before, now);
  if (found !== undefined && found.failures.length > 0) {
    tell(now, changes, json, [...found.failures, "nothing was accepted"].join("\n"));
    process.exitCode = EXIT.invalidEnvironment;
    return;
  }
  const levels = found?.levels ?? before.levels;
  keepState({ ...now, ...(before.rig !== undefined && { rig: before.rig }), ...(levels && { levels }) });
  rmSync(canaryFile(), { force: true });
  const said = before.rig === undefined ? [] : await tellService(before.rig, now, { reason, ...(epoch && { epoch }) });
  tell(
    now,
    changes,
    json,
    [...(found?.comparisons ?? []), ...said, `accepted: ${changes.length} changed facts`].join("\n"),
  );
}

/** What is accepted here stays accepted when the service cannot be told: saying it again is safe. */
async function tellService(rig: string, now: Fingerprint, said: { reason: string; epoch?: string }): Promise<string[]> {
  const client = serviceClient();
  try {
    return [await tellEpoch(client, rig, now, said), ...(await bridges(client))];
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    process.exitCode = exitCodeOf(error);
    return [`the service was not told: ${error.message} Run tarnish rig accept again.`];
  }
}

function acceptedOrFault(): Accepted {
  const before = acceptedState();
  if (before === undefined) throw new Fault("not_found", "This rig has no accepted state yet: run tarnish rig init.");
  return before;
}

const count = ({ facts }: Fingerprint) => Object.keys(facts.identity).length + Object.keys(facts.watch).length;

function advice(changes: readonly FactChange[]): string {
  const isOther = changes.some((change) => change.class === "identity");
  return isOther
    ? "This is other hardware: its results are other series. Put it back, or register it under another name."
    : "The rig drifted: results are not comparable until a person accepts it (tarnish rig accept).";
}

function tell(now: Fingerprint, changes: readonly FactChange[], json: boolean | undefined, last: string): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ ...now, changes })}\n`);
    return;
  }
  const lines = [
    ...changes.map(({ class: of, name, before, now: value }) => `${of}  ${name}: ${shown(before)} → ${shown(value)}`),
    ...Object.entries(now.unreadable).map(([name, why]) => `unreadable  ${name}: ${why}`),
    ...(now.virtual ? [`virtual machine (${now.why}): results are shown and never block`] : []),
    ...(now.container && !now.virtual ? [`container (${now.why}): the facts are those of its host`] : []),
    last,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

const shown = (value: string | undefined) => (value === undefined ? "nothing" : `"${value}"`);
