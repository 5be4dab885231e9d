import { CfnNamedQuery } from 'aws-cdk-lib/aws-athena';
import { Construct } from 'constructs';
import { DEFAULT_DAYS, FIRST_DAY, QUESTIONS } from '../questions/catalogue.ts';
import type { Question } from '../questions/question.ts';

export interface ArchiveQuestionsProps {
  readonly databaseName: string;
  readonly workGroupName: string;
}

/** The questions of `ask` as saved queries of the work group, for who asks in Athena's console. */
export class ArchiveQuestions extends Construct {
  constructor(scope: Construct, id: string, { databaseName, workGroupName }: ArchiveQuestionsProps) {
    super(scope, id);
    for (const question of QUESTIONS) {
      new CfnNamedQuery(this, question.name, {
        name: question.name,
        description: question.about,
        database: databaseName,
        workGroup: workGroupName,
        queryString: savedQuery(question),
      });
    }
  }
}

/** What runs as it is: it counts days back from the day on which it is asked. A call is to be put in, of any day. */
export function savedQuery({ about, sql, isOfCall, days = DEFAULT_DAYS }: Question): string {
  const filled = sql
    .replaceAll("'{from}'", isOfCall ? `'${FIRST_DAY}'` : dayBefore(days - 1))
    .replaceAll("'{split}'", dayBefore(days - 1 - Math.floor(days / 2)))
    .replaceAll("'{to}'", dayBefore(0))
    .replaceAll('{call}', ANY_CALL);
  const hint = isOfCall ? `-- Put the SID of the call in place of ${ANY_CALL}.\n` : '';
  return `-- ${about}\n${hint}${filled}`;
}

const ANY_CALL = `CA${'0'.repeat(32)}`;

function dayBefore(days: number): string {
  return days === 0
    ? "date_format(current_date, '%Y-%m-%d')"
    : `date_format(current_date - INTERVAL '${days}' DAY, '%Y-%m-%d')`;
}
