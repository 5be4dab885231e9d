import { CopyButton } from '../copy-button.tsx';

/** A command of the command line, to copy. @param words without the program's name */
export function Command({ words }: { words: string }) {
  const command = `npx voice-insights ${words}`;
  return (
    <span class="command">
      <code>{command}</code>
      <CopyButton text={command} label="Copy this command" />
    </span>
  );
}
