import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';

/** What a reading answers; where there is no such table, an error that names it. */
export async function told<Answer>(tableName: string, reading: Promise<Answer>): Promise<Answer> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new Error(`there is no table ${tableName}, or it is not this project's`, { cause: error });
  }
}
