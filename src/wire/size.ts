/** Sizes, shares and durations as people write them in a policy: `5 %`, `2 points`, `3 ms`, `48 h`. */
import * as z from "zod";
import type { MaterialThreshold, Quantity } from "../model/selector.ts";

const NUMBER = String.raw`\d{1,15}(?:\.\d{1,15})?(?:e[+-]?\d{1,3})?`;
const SHARE = new RegExp(`^(${NUMBER}) ?%$`);
const QUANTITY = new RegExp(`^(-?${NUMBER}) ?([^\\s%\\d-][^\\s]{0,39}|%)$`);

const said = (pattern: RegExp, example: string) => z.string({ error: example }).regex(pattern, example);

/** A share of one: `5 %` is 0.05. */
export const share = said(SHARE, 'must be a share, as "5 %"').transform((text) => Number(SHARE.exec(text)?.[1]) / 100);

/** Neither nothing nor all. */
export const chance = share.refine((value) => value > 0 && value < 1, "must be more than 0 % and less than 100 %");

const quantityOf = (text: string): Quantity => {
  const [, value = "", unit = ""] = QUANTITY.exec(text) ?? [];
  return { value: Number(value), unit: unit === "point" ? "points" : unit };
};

/** A number with its unit. */
export const quantity = said(QUANTITY, 'must be a number with its unit, as "3 ms" or "2 GiB/s"').transform(quantityOf);

const size = said(QUANTITY, 'must be a size: "5 %", "2 points", or a number with its unit, as "3 ms"')
  .transform(quantityOf)
  .refine(({ value }) => value > 0, "must be more than 0");

/** One size, or a share and an amount for series without a usable ratio. */
export const material = z
  .union([size.transform((one) => [one]), z.array(size).length(2, "must be a share and an amount, as [5 %, 3 ms]")], {
    error: 'must be a size: "5 %", "2 points", "3 ms", or a share and an amount, as [5 %, 3 ms]',
  })
  .transform((sizes, ctx): MaterialThreshold => {
    const shares = sizes.filter(({ unit }) => unit === "%");
    const amounts = sizes.filter(({ unit }) => unit !== "%");
    if (shares.length > 1 || amounts.length > 1) {
      ctx.addIssue({ code: "custom", message: "must be a share and an amount, as [5 %, 3 ms]" });
      return z.NEVER;
    }
    const [ratio, amount] = [shares[0], amounts[0]];
    return { ...(ratio && { ratio: ratio.value / 100 }), ...(amount && { amount }) };
  });

const HOURS = { h: 1, d: 24, w: 168 } as const;
const DURATION = /^(\d{1,5}) ?([hdw])$/;

export const hours = said(DURATION, 'must be a duration, as "48 h", "7 d" or "2 w"')
  .transform((text) => {
    const [, count = "", unit = "h"] = DURATION.exec(text) ?? [];
    return Number(count) * HOURS[unit as keyof typeof HOURS];
  })
  .refine((value) => value > 0, "must be more than 0");
