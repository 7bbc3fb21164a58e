/**
 * What generated tests begin with: the same for everybody, so that a commit passes or fails, and does not do both. Others are
 * tried with `PROPERTY_SEED=<number>`.
 */
export const propertySeed = Number(process.env.PROPERTY_SEED ?? 20_261_127);
