/** Hours for which the stream keeps a record where nobody says another time. */
export const STREAM_RETENTION_HOURS = 168;

/** Records of one batch at most: about 400 KB of base64, eight batch writes, and little to do again when one fails. */
export const BATCH_SIZE = 200;

/** Hours after which a record is given up: while the stream still has it, and the records behind it still have days. */
export const GIVE_UP_AFTER_HOURS = 24;
