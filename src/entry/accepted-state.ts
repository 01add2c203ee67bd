/** What this machine was when a person accepted it as a rig, and what it is now. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { Fault } from "../model/fault.ts";
import { changesSince, type FactChange } from "../rig/fingerprint/compare.ts";
import { environmentOf } from "../rig/fingerprint/environment.ts";
import { type Fingerprint, takeFingerprint } from "../rig/fingerprint/fingerprint.ts";
import { thisMachine } from "../rig/fingerprint/machine.ts";
import type { RigNow } from "../rig/runner/campaign-ask.ts";
import { readConfig } from "./config.ts";
import type { Levels } from "./rig-acceptance.ts";

export interface Accepted extends Fingerprint {
  /** The rig that this machine is; absent, nobody said. */
  readonly rig?: string;
  /** What it measured then. */
  readonly levels?: Levels;
}

export const acceptedFile = (): string => join(readConfig(process.env).data, "fingerprint.json");
export const canaryFile = (): string => join(readConfig(process.env).data, "canaries.jsonl");

/** Undefined when no state was accepted yet. */
export function acceptedState(): Accepted | undefined {
  let text: string;
  try {
    text = readFileSync(acceptedFile(), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new Fault("not_found", `${acceptedFile()} cannot be read.`, [], { cause: error });
  }
  try {
    return JSON.parse(text) as Accepted;
  } catch (cause) {
    throw new Fault("malformed", `${acceptedFile()} is damaged: delete it and run tarnish rig init.`, [], { cause });
  }
}

export function keepState(accepted: Accepted): void {
  mkdirSync(readConfig(process.env).data, { recursive: true });
  writeFileAtomic.sync(acceptedFile(), `${JSON.stringify(accepted, null, 2)}\n`);
}

export interface RigNowOptions {
  /** False: nothing of this machine is told or looked at. */
  readonly environment: boolean;
  /** Measure though watched facts changed; the service will not compare across the change. */
  readonly drifted: boolean;
}

/** Is this still the rig that was accepted? Looked at anew with each call. */
export function rigNow({ environment, drifted }: RigNowOptions): RigNow {
  const now = takeFingerprint(thisMachine);
  const boot = now.facts.context["boot.id"] ?? "";
  if (!environment) return { environment: undefined, virtual: now.virtual, boot, epoch: "", wrong: undefined };
  const before = acceptedState();
  const changes = before === undefined ? [] : changesSince(before, now);
  return {
    environment: environmentOf(now),
    virtual: now.virtual,
    boot,
    epoch: now.hashes.watch,
    wrong: whyWrong(changes, drifted),
  };
}

function whyWrong(changes: readonly FactChange[], drifted: boolean): string | undefined {
  const [first] = changes;
  if (first === undefined) return undefined;
  const what = changes
    .map(({ name, before, now }) => `${name} ${before ?? "nothing"} → ${now ?? "nothing"}`)
    .join(", ");
  if (changes.some((change) => change.class === "identity"))
    return `this is other hardware than was accepted (${what}): put it back, or register it as another rig`;
  return drifted
    ? undefined
    : `the rig drifted (${what}): tarnish rig accept takes it as it is now, --drifted measures all the same`;
}
