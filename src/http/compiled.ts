/** Schemas that are compiled when they are first needed: for all routes at once it took a third of a start. */
import * as z from "zod";

/** Undefined where there is nothing to check. */
export function compiled(schema: z.ZodType | undefined): () => z.ZodType | undefined {
  let ready: z.ZodType | undefined;
  return () => {
    ready ??= schema && z.compile(schema);
    return ready;
  };
}
