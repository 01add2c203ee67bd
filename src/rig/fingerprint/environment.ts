/** The fingerprint of a rig as the environment of a run document. */
import type { Environment } from "../../model/run.ts";
import type { Fingerprint } from "./fingerprint.ts";

/** Facts that could not be read are said to be unreadable, in the context: they are compared with nothing. */
export function environmentOf({ facts, unreadable, virtual, container, why }: Fingerprint): Environment {
  const names = Object.keys(unreadable).sort();
  const context = {
    ...facts.context,
    ...(names.length > 0 && { "facts.unreadable": names.join(" ") }),
    ...(virtual && { "machine.virtual": why }),
    ...(container && !virtual && { "machine.container": why }),
  };
  return { identity: { ...facts.identity }, watch: { ...facts.watch }, context };
}
