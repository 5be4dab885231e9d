import { DEFAULT_DAYS, QUESTIONS } from '../questions/catalogue.ts';
import type { Question } from '../questions/question.ts';
import { GENERATED, markdownTable, page, plain } from './markdown.ts';

const INTRODUCTION = `\`npx voice-insights ask NAME\` puts one of these questions to [the archive](archive.md). Athena has them as saved queries of the stack's work group.

The command fills in \`{from}\` and \`{to}\`, the first and the last day. \`{split}\` is the day on which the later half begins, and \`{call}\` a call SID. Copy a question as the start of your own: \`sql\` runs it.`;

/** The page docs/questions.md: every question with its SQL. */
export function questionsPage(): string {
  return page([
    GENERATED,
    '# Questions to the archive',
    INTRODUCTION,
    markdownTable(
      ['question', 'what it answers', 'days'],
      QUESTIONS.map(({ name, about, days = DEFAULT_DAYS }) => [`[\`${name}\`](#${name})`, plain(about), `${days}`]),
    ),
    ...QUESTIONS.flatMap(questionBlocks),
  ]);
}

function questionBlocks({ name, about, sql }: Question): string[] {
  return [`## ${name}`, plain(about), `\`\`\`sql\n${sql}\n\`\`\``];
}
