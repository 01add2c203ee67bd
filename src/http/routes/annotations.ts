/** Annotations: what people write beside the figures. */
import type * as z from "zod";
import { annotate, visibleAnnotations, withdrawAnnotation } from "../../actions/annotations.ts";
import { page } from "../../actions/page.ts";
import { AnnotationBody, AnnotationPath, AnnotationsQuery } from "../../wire/annotation.ts";
import { ok, type Route } from "../route.ts";

const MAY_ANNOTATE = ["annotate", "triage"];

export const ANNOTATION_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/annotations",
    id: "listAnnotations",
    summary: "What people wrote beside the figures, the newest first",
    tag: "annotations",
    query: AnnotationsQuery,
    answers: { 200: "A page of annotations." },
    async handle(ctx, { caller, query }) {
      const { limit, cursor, ...filter } = query as z.output<typeof AnnotationsQuery>;
      return ok(page(await visibleAnnotations(ctx, caller, filter), ({ id }) => id, { limit, cursor }));
    },
  },
  {
    method: "post",
    path: "/v1/annotations",
    id: "annotate",
    summary: "Write something down beside the figures of a changeset; sent again it changes nothing",
    tag: "annotations",
    scopes: MAY_ANNOTATE,
    body: AnnotationBody,
    answers: { 200: "It was there already.", 201: "On record.", 422: "With every fault named; nothing stored." },
    async handle(ctx, { caller, body }) {
      const { annotation, isNew } = await annotate(ctx, caller, body as z.output<typeof AnnotationBody>);
      return { status: isNew ? 201 : 200, body: annotation };
    },
  },
  {
    method: "delete",
    path: "/v1/annotations/{id}",
    id: "withdrawAnnotation",
    summary: "Take an annotation back: by its author, or by who triages; what was written stays in the log",
    tag: "annotations",
    scopes: MAY_ANNOTATE,
    params: AnnotationPath,
    answers: { 200: "Withdrawn.", 404: "No such annotation." },
    async handle(ctx, { caller, params }) {
      return ok(await withdrawAnnotation(ctx, caller, params["id"] ?? ""));
    },
  },
];
