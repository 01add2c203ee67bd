/** What a copy of the engine's files is asked with. */
import * as z from "zod";

const copy = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, "must have only letters, digits and . _ - (at most 100)");

export const BackupBody = z
  .strictObject({ name: copy.optional(), base: copy.optional() })
  .meta({ id: "Backup", description: "`base`: a copy that is there already; only what is not in it is copied." });
