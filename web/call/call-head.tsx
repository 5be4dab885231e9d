import type { ComponentChildren } from 'preact';
import { CopyButton } from '../copy-button.tsx';
import { LongText } from '../long-text.tsx';
import { WayBack } from '../way-back.tsx';

/** Which call it is, to copy. @param children what can be done with it */
export function CallHead({ callSid, children }: { callSid: string; children: ComponentChildren }) {
  return (
    <header class="call-head">
      <WayBack />
      <h1>
        Call{' '}
        <span class="sid">
          <LongText text={callSid} />
        </span>
      </h1>
      <CopyButton text={callSid} label="Copy this call SID" />
      {children}
    </header>
  );
}
