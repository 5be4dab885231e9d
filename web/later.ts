/** What the page loads when it is first needed: few open it, and nobody waits for it with the rest. */
export { AnnotationCard } from './annotation/annotation-card.tsx';
export { CallConferences } from './conference/call-conferences.tsx';
export { ConferenceView } from './conference/conference-view.tsx';
export { ConferencesView } from './conference/conferences-view.tsx';
