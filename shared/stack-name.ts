/** The stack's name where nobody says another, at the deploy and for whatever looks for it. */
export const DEFAULT_STACK = 'VoiceInsightsSink';
