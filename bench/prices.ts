/** Of writes on demand in us-east-1; see docs/cost.md. */
export const DOLLARS_PER_MILLION_UNITS = 0.625;
