/** What batches are counted under, which Lambda gave up on without saying why. */
export const GIVEN_UP = 'given-up';
