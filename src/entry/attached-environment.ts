/** What is posted from the rig itself tells the rig's facts; what was measured elsewhere, or before, does not. */
import { environmentOf } from "../rig/fingerprint/environment.ts";
import { takeFingerprint } from "../rig/fingerprint/fingerprint.ts";
import { thisMachine } from "../rig/fingerprint/machine.ts";
import type { RunFacts } from "../rig/read-output.ts";
import { acceptedState } from "./accepted-state.ts";

/**
 * Undefined where this machine is not that rig (`tarnish rig init RIG` says which one it is). Runs from before the last
 * boot get no facts either: kernel, firmware and hardware may have been others.
 */
export function environmentFor(rig: string): RunFacts["environmentAt"] {
  if (acceptedState()?.rig !== rig) return undefined;
  const now = takeFingerprint(thisMachine);
  const uptime = Number(now.facts.context["uptime.seconds"] ?? Number.NaN);
  const booted = Date.now() - uptime * 1000;
  return (startedAt) =>
    Date.parse(startedAt) >= booted ? { environment: environmentOf(now), virtual: now.virtual } : undefined;
}
