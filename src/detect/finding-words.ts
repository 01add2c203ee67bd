/** Figures of a finding as a person reads them. */

/** Three digits, without trailing zeros. */
export const figure = (value: number): string => String(Number(value.toPrecision(3)));

export const counted = (changesets: number): string => `${changesets} changeset${changesets === 1 ? "" : "s"}`;
