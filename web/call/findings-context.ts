import { createContext } from 'preact';
import { type EventFindings, NO_FINDINGS } from '../../families/call-summary/in-words/event-findings.ts';

/** What all events of the call say together, for whatever shows one of them: an error then has the same cause everywhere. */
export const Findings = createContext<EventFindings>(NO_FINDINGS);
