/** `tarnish rig init|check|accept`: is this hardware still what it was when its results became a baseline? */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import writeFileAtomic from "write-file-atomic";
import { Fault } from "../model/fault.ts";
import { changesSince, type FactChange } from "../rig/fingerprint/compare.ts";
import { type Fingerprint, takeFingerprint } from "../rig/fingerprint/fingerprint.ts";
import { thisMachine } from "../rig/fingerprint/machine.ts";
import { readConfig } from "./config.ts";
import { EXIT } from "./exit.ts";

export function addFingerprintCommands(command: Command): void {
  command
    .command("init")
    .description("collect the facts of this machine and keep them as the accepted state")
    .option("--json", "JSON")
    .action(({ json }: { json?: boolean }) => {
      if (accepted() !== undefined)
        throw new Fault(
          "conflict",
          "This rig has an accepted state already: see tarnish rig check, tarnish rig accept.",
        );
      const now = takeFingerprint(thisMachine);
      keep(now);
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
    .option("--json", "JSON")
    .action(({ json }: { json?: boolean }) => {
      const before = acceptedOrFault();
      const now = takeFingerprint(thisMachine);
      const changes = changesSince(before, now);
      keep(now);
      tell(now, changes, json, `accepted: ${changes.length} changed facts`);
    });
}

const acceptedFile = () => join(readConfig(process.env).data, "fingerprint.json");

function accepted(): Fingerprint | undefined {
  let text: string;
  try {
    text = readFileSync(acceptedFile(), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Fault("not_found", `${acceptedFile()} cannot be read.`, [], { cause: error });
  }
  try {
    return JSON.parse(text) as Fingerprint;
  } catch (cause) {
    throw new Fault("malformed", `${acceptedFile()} is damaged: delete it and run tarnish rig init.`, [], { cause });
  }
}

function acceptedOrFault(): Fingerprint {
  const before = accepted();
  if (before === undefined) throw new Fault("not_found", "This rig has no accepted state yet: run tarnish rig init.");
  return before;
}

function keep(fingerprint: Fingerprint): void {
  mkdirSync(readConfig(process.env).data, { recursive: true });
  writeFileAtomic.sync(acceptedFile(), `${JSON.stringify(fingerprint, null, 2)}\n`);
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
