import { printable } from '../shared/printable.ts';
import { LocalError } from './local-error.ts';

/** As Node.js and LevelDB say it, of a disk and of somebody's share of one. */
const DISK_FULL = /ENOSPC|No space left on device|EDQUOT|[Qq]uota exceeded/;

/**
 * Why a local pipeline ends, in one line and without a stack trace: what cannot be had is the machine's affair, most of
 * the time.
 */
export function lastWords(error: unknown, dataDir: string | undefined): string {
  const message = printable(error instanceof Error ? error.message : error);
  const folder = dataDir === undefined ? '' : ` (DATA_DIR=${dataDir})`;
  if (DISK_FULL.test(message)) return `the disk is full${folder}: make room, then start again. ${message}`;
  return error instanceof LocalError ? error.message : `cannot go on${folder}: ${message}`;
}
