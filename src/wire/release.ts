/** What may be asked about releases. */
import * as z from "zod";
import { branchName, name } from "./parts.ts";

/** A tag, a sha or a branch: whatever git may name. */
const state = branchName;

export const ComparePath = z.object({ a: name, b: name });
/** `against`: the tag of another release than the one before. */
export const AgainstQuery = z.object({ against: name.optional() });
export const ParityQuery = z.object({ with: state.optional() });
export const CompareQuery = z.object({ base: state, head: state });
