const UNITS = ['KB', 'MB', 'GB', 'TB'];

/** `1.2 MB`: a size in powers of 1000. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const power = Math.min(UNITS.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1_000 ** power).toFixed(1)} ${UNITS[power - 1]}`;
}

/** What Athena charges for a question, in dollars. https://aws.amazon.com/athena/pricing/ */
export function athenaDollars(scannedBytes: number): number {
  return (Math.max(scannedBytes, LEAST_BYTES) / TERABYTE) * DOLLARS_A_TERABYTE;
}

const DOLLARS_A_TERABYTE = 5;
const TERABYTE = 1024 ** 4;
const LEAST_BYTES = 10 * 1024 ** 2;
