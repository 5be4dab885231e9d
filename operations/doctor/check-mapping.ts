import { printable } from '../../shared/printable.ts';
import type { Cures } from '../cures.ts';
import type { AwsCheck, MappingFact } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';

/** What hands the records to ingest. */
export const mappingCheck: AwsCheck = {
  name: 'mapping',
  look: async ({ mapping, cures }) => [checkMapping(await mapping, cures)],
};

/** Those in between end as enabled. https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
const WORKING = ['Enabled', 'Creating', 'Enabling', 'Updating'];

/** Of which function a mapping is, and which section of the runbook says more. */
const OF_INGEST = { name: 'mapping', reader: 'ingest', section: 'Ingest stopped' };

export function checkMapping(
  mapping: MappingFact | undefined,
  { deploy, enableMapping, unlimitAttempts }: Pick<Cures, 'deploy' | 'enableMapping' | 'unlimitAttempts'>,
  { name, reader, section } = OF_INGEST,
): Check {
  if (mapping === undefined) return wrong(name, `nothing hands records to the ${reader} function`, deploy);
  const { uuid = '', state = '', lastProcessingResult = '', retryAttempts = -1 } = mapping;
  if (!WORKING.includes(state)) {
    const says = `the event source mapping is ${state.toLowerCase()}: records wait on the stream`;
    return wrong(name, says, state === 'Deleting' ? `when it is gone, ${deploy}` : enableMapping(uuid));
  }
  if (lastProcessingResult.startsWith('PROBLEM')) {
    return wrong(name, printable(lastProcessingResult), `see "${section}" in docs/runbook.md`);
  }
  if (retryAttempts >= 0) {
    const says = `${state.toLowerCase()}, and abandons records after ${retryAttempts} attempts, readable ones too`;
    return { name, state: 'news', says, cure: unlimitAttempts(uuid) };
  }
  return ok(name, state.toLowerCase());
}
