import { describe, expect, it } from 'vitest';
import { sqlOf } from '../../questions/sql-of.ts';

const QUESTION = { name: 'q', sql: "'{from}' '{split}' '{to}'" };
const OF_CALL = { name: 'q', sql: "call_sid = '{call}'" };
const DAYS = { from: '2026-11-01', to: '2026-11-30' };

describe('the SQL of a question', () => {
  it('has its days, and splits them in the middle unless a day is said', () => {
    expect(sqlOf(QUESTION, DAYS)).toBe("'2026-11-01' '2026-11-16' '2026-11-30'");
    expect(sqlOf(QUESTION, { from: '2026-11-01', to: '2026-11-03' })).toBe("'2026-11-01' '2026-11-02' '2026-11-03'");
    expect(sqlOf(QUESTION, { from: '2026-11-01', to: '2026-11-01' })).toBe("'2026-11-01' '2026-11-01' '2026-11-01'");
    expect(sqlOf(QUESTION, { ...DAYS, split: '2026-11-29' })).toBe("'2026-11-01' '2026-11-29' '2026-11-30'");
  });

  it('takes a call for a text, whatever stands in it', () => {
    expect(sqlOf(OF_CALL, { ...DAYS, call: "CA' OR '1'='1" })).toBe("call_sid = 'CA'' OR ''1''=''1'");
    expect(sqlOf(OF_CALL, { ...DAYS, call: '{from}$&' })).toBe("call_sid = '{from}$&'");
  });

  it('is refused where a day is none or the call is missing', () => {
    expect(() => sqlOf(QUESTION, { ...DAYS, to: "2026-11-30'" })).toThrow("q: 2026-11-30' is no day");
    expect(() => sqlOf(QUESTION, { ...DAYS, split: 'x' })).toThrow('q: x is no day');
    expect(() => sqlOf(OF_CALL, DAYS)).toThrow('q: call is not said');
  });
});
