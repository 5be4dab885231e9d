import { curesFor, type Said } from '../operations/cures.ts';
import { Trouble } from '../shared/trouble.ts';

/** A stack of before there were call summaries. Its call events can be read as ever. */
export class NoInsightsTable extends Trouble {
  constructor(options: Said) {
    super(`stack ${options.stack} has no table of call summaries`, curesFor(options).deploy);
  }
}
