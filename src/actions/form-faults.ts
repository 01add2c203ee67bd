/** What is wrong with a form that a person sent, each fault with the JSON pointer of its field. */
import type * as z from "zod";
import { type FaultDetail, pointer } from "../model/fault.ts";

export const formFaults = ({ issues }: z.ZodError): FaultDetail[] =>
  issues.map(({ path, message }) => ({ path: pointer(path), detail: message }));
