import { REASONS } from '../../shared/rejection.ts';

/** What batches are counted under, which Lambda gave up on without saying why. */
export const GIVEN_UP = 'given-up';

/** What events are counted under that an earlier version did not know the type of. */
export const UNSUPPORTED = 'unsupported';

/** Why something is set aside, and what it is counted under. */
export const KEPT_FOR = [...REASONS, UNSUPPORTED, GIVEN_UP] as const;
export type KeptFor = (typeof KEPT_FOR)[number];
