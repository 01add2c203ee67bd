/** Work orders: what rigs are asked to measure, and how they take and complete it. */
import type * as z from "zod";
import { completeWork, giveBackWork, leaseWork } from "../../actions/lease-work.ts";
import { cancelWork, orderWork } from "../../actions/order-work.ts";
import { page } from "../../actions/page.ts";
import { listWork } from "../../actions/work-orders.ts";
import { CancelBody, CompletionBody, LeaseBody, LeaseQuery, OrderBody, WorkPath, WorkQuery } from "../../wire/work.ts";
import { ok, type Route } from "../route.ts";

const OF_RIG = ["rig:<name>"];
const OF_PEOPLE = ["triage", "rig-admin:<vendor>"];

export const WORK_ROUTES: readonly Route[] = [
  {
    method: "get",
    path: "/v1/work",
    id: "listWork",
    summary: "Work orders, first to last; ?rig= those of one rig, ?state=all those that are over, too",
    tag: "work",
    query: WorkQuery,
    answers: { 200: "With who is at it, and what has to wait and why.", 404: "No such rig." },
    async handle(ctx, { caller, query }) {
      const ask = query as z.output<typeof WorkQuery>;
      return ok(page(await listWork(ctx, caller, ask), ({ id }) => id, ask));
    },
  },
  {
    method: "post",
    path: "/v1/work",
    id: "orderWork",
    summary: "Order runs of a rig; the same request while it is open is the same order",
    tag: "work",
    scopes: OF_PEOPLE,
    body: OrderBody,
    answers: { 200: "The order." },
    async handle(ctx, { caller, body }) {
      return ok(await orderWork(ctx, caller, body as z.output<typeof OrderBody>));
    },
  },
  {
    method: "post",
    path: "/v1/work/{id}/lease",
    id: "leaseWork",
    summary: "Take an order, or renew the lease; the rig chooses the lease's id",
    tag: "work",
    scopes: OF_RIG,
    params: WorkPath,
    body: LeaseBody,
    answers: {
      200: "The order is this rig's until the time said.",
      404: "No such order.",
      409: "Not to be had, and why.",
    },
    async handle(ctx, { caller, params, body }) {
      return ok(await leaseWork(ctx, caller, params["id"] ?? "", body as z.output<typeof LeaseBody>));
    },
  },
  {
    method: "delete",
    path: "/v1/work/{id}/lease",
    id: "giveBackWork",
    summary: "Give an order back: another may take it at once",
    tag: "work",
    scopes: OF_RIG,
    params: WorkPath,
    query: LeaseQuery,
    answers: { 200: "As it stands now.", 404: "No such order." },
    async handle(ctx, { caller, params, query }) {
      const { lease } = query as z.output<typeof LeaseQuery>;
      return ok(await giveBackWork(ctx, caller, params["id"] ?? "", lease));
    },
  },
  {
    method: "post",
    path: "/v1/work/{id}/complete",
    id: "completeWork",
    summary: "Complete an order, after its runs were posted; late is good enough while nobody took it over",
    tag: "work",
    scopes: OF_RIG,
    params: WorkPath,
    body: CompletionBody,
    answers: {
      201: "Completed.",
      200: "It was so already.",
      404: "No such order.",
      409: "Somebody else has it.",
      422: "Runs that nobody posted.",
    },
    async handle(ctx, { caller, params, body }) {
      const said = body as z.output<typeof CompletionBody>;
      const { completion, isNew } = await completeWork(ctx, caller, params["id"] ?? "", said);
      return { status: isNew ? 201 : 200, body: completion };
    },
  },
  {
    method: "post",
    path: "/v1/work/{id}/cancel",
    id: "cancelWork",
    summary: "Cancel an order; what is over stays as it is",
    tag: "work",
    scopes: OF_PEOPLE,
    params: WorkPath,
    body: CancelBody,
    answers: { 200: "As it stands now.", 404: "No such order." },
    async handle(ctx, { caller, params, body }) {
      return ok(await cancelWork(ctx, caller, params["id"] ?? "", (body as z.output<typeof CancelBody>).why));
    },
  },
];
