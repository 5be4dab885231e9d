import { QUESTIONS } from '../../questions/catalogue.ts';
import type { Question } from '../../questions/question.ts';
import { sqlOf } from '../../questions/sql-of.ts';
import type { Clock } from '../../shared/clock.ts';
import { createTurns } from '../../shared/turns.ts';
import { type ArchiveQuery, QueryProblem } from '../query/archive-query.ts';
import type { Trend } from './trend-answers.ts';
import type { DaySpan } from './trend-days.ts';
import type { TrendName } from './trend-questions.ts';

/** What is asked of the archive: a question, and its days. */
export interface AskedOfArchive extends DaySpan {
  name: TrendName;
  /** Of a question that compares: the first day of those before. */
  comparedFrom: string;
}

/** Why there is no answer. */
export type NotAnswered =
  /** The archive is still being read, or too much was asked within an hour. Seconds after which to ask again. */
  | { why: 'slow' | 'too-many'; retryAfterS: number }
  /** It cannot be answered, however often somebody asks: mostly it would read too much. */
  | { why: 'refused'; message: string };

/** Answers questions to the archive, such that nobody can run up a bill with them: each instance of the function so many. */
export interface Trends {
  /** @param waitMs how long it may take at most; a question that takes longer goes on, and whoever asks again has its answer */
  answer(asked: AskedOfArchive, waitMs: number): Promise<Trend | NotAnswered>;
  /** What a question answers: a sentence. */
  about(name: TrendName): string;
}

interface TrendsOptions {
  query: ArchiveQuery;
  sleep: Clock['sleep'];
  clock: Pick<Clock, 'now'>;
  questions?: readonly Question[];
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** For so long the same question of the same days has the same answer, also where the last day is today. */
const KEPT_MS = HOUR_MS;
/** For so long what failed is not tried again. */
const FAILURE_KEPT_MS = MINUTE_MS / 2;
/** After so long nobody expects it any more. */
const LONGEST_MS = 2 * MINUTE_MS;
/** Of one instance of the function. The page has seven questions of four spans, twice that over midnight. */
const MOST_AN_HOUR = 100;
const AT_ONCE = 2;
const ASK_AGAIN_S = 3;

interface Known {
  answer: Promise<Trend | NotAnswered>;
  /** From then on it is asked anew, epoch ms. */
  untilMs: number;
}

/** Each question is asked once, however many wait for it; two at a time. All of it holds for one instance of the function. */
export function createTrends({ query, sleep, clock, questions = QUESTIONS }: TrendsOptions): Trends {
  const known = new Map<string, Known>();
  const inTurn = createTurns(AT_ONCE);
  let started: number[] = [];

  return {
    about: (name) => questionOf(name).about,
    async answer(asked, waitMs) {
      const nowMs = clock.now();
      for (const [key, { untilMs }] of known) if (untilMs <= nowMs) known.delete(key);
      started = started.filter((atMs) => atMs > nowMs - HOUR_MS);
      const key = [asked.name, asked.from, asked.to].join(' ');
      const [first = nowMs] = started;
      if (!known.has(key) && started.length >= MOST_AN_HOUR) {
        return { why: 'too-many', retryAfterS: Math.max(1, Math.ceil((first + HOUR_MS - nowMs) / 1_000)) };
      }
      const { answer } = known.get(key) ?? begin(key, asked);
      const gaveUp = new AbortController();
      const late = sleep(waitMs, gaveUp.signal).then((): NotAnswered => ({ why: 'slow', retryAfterS: ASK_AGAIN_S }));
      // It is aborted once there is an answer.
      late.catch(() => undefined);
      return Promise.race([answer, late]).finally(() => gaveUp.abort());
    },
  };

  function begin(key: string, asked: AskedOfArchive): Known {
    started.push(clock.now());
    const begun: Known = { answer: inTurn(() => read(asked).catch(refused)), untilMs: Number.POSITIVE_INFINITY };
    const keepFor = (ms: number) => () => {
      begun.untilMs = clock.now() + ms;
    };
    begun.answer.then(keepFor(KEPT_MS), keepFor(FAILURE_KEPT_MS));
    known.set(key, begun);
    return begun;
  }

  /** What was read of it is paid for: it counts as an answer, and is kept like one. */
  function refused(error: unknown): NotAnswered {
    if (error instanceof QueryProblem) return { why: 'refused', message: error.message };
    throw error;
  }

  async function read({ name, from, to, comparedFrom }: AskedOfArchive): Promise<Trend> {
    const question = questionOf(name);
    const compares = question.sql.includes('{split}');
    const sql = sqlOf(question, { from: compares ? comparedFrom : from, to, split: from });
    const { columns, rows, scannedBytes } = await query.run(sql, AbortSignal.timeout(LONGEST_MS));
    return {
      question: name,
      from,
      to,
      compared_from: compares ? comparedFrom : null,
      columns: [...columns],
      rows: rows.map((row) => [...row]),
      answered_at: new Date(clock.now()).toISOString(),
      scanned_bytes: scannedBytes ?? null,
    };
  }

  function questionOf(name: TrendName): Question {
    const question = questions.find((one) => one.name === name);
    if (question === undefined) throw new Error(`there is no question ${name}`);
    return question;
  }
}
