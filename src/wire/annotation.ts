/** Annotations as they cross the border. */
import * as z from "zod";
import { line, rigName, sha, text } from "./parts.ts";
import { ListQuery, SeriesPath } from "./read.ts";

const series = SeriesPath.shape.id;

export const AnnotationBody = z
  .strictObject({
    changeset: sha,
    series: series.optional(),
    rig: rigName.optional(),
    text: text(2000).regex(/\S/, "must not be empty"),
  })
  .refine((body) => body.series === undefined || body.rig === undefined, {
    path: ["rig"],
    error: "belongs to the series already: name one of both",
  })
  .meta({
    id: "Annotation",
    description:
      "What a person says beside the figures of a changeset: of one series, of all series of a rig, or of all. Sent again it changes nothing.",
  });

export const AnnotationPath = z.object({ id: series });
export const AnnotationsQuery = ListQuery.extend({
  series: line(200).optional(),
  rig: line(200).optional(),
  changeset: sha.optional(),
});
