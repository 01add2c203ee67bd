/** For simple-statistics, which reads lists by place alone and whose types know of no other ones. */
export const asNumbers = (values: Float64Array): number[] => values as unknown as number[];
