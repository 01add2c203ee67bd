/** Schemas that are compiled when they are first needed: for all routes at once it took a third of a start. */
import * as z from "zod";

/** Undefined where there is nothing to check. */
export function compiled<Schema extends z.ZodType | undefined>(schema: Schema): () => Schema {
  let ready: Schema | undefined;
  return () => {
    ready ??= schema && (z.compile(schema) as Schema);
    return ready as Schema;
  };
}
