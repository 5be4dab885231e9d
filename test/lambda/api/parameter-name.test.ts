import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACROSS_CALLS, OF_A_CALL } from '../../../lambda/api/event-list.ts';
import { unknownParameters } from '../../../lambda/api/parameter-name.ts';

const NAMES_OF_A_CALL = Object.keys(OF_A_CALL);

const said = (search: string, names: readonly string[] = NAMES_OF_A_CALL) =>
  unknownParameters(new URLSearchParams(search), names);

describe('an unknown parameter', () => {
  it.each([
    ['Level[]=DEBUG', 'Level[]', 'Level'],
    ['Level[0]=DEBUG', 'Level[0]', 'Level'],
    ['Level%5B%5D=DEBUG', 'Level[]', 'Level'],
    ['StartTime>=2030-01-01', 'StartTime>', 'StartTime'],
    ['StartTime%3E=2030-01-01', 'StartTime>', 'StartTime'],
    ['StartTime<=2030-01-01', 'StartTime<', 'EndTime'],
    ['start_time=2030-01-01', 'start_time', 'StartTime'],
    ['end-time=2030-01-01', 'end-time', 'EndTime'],
    ['%20Level=DEBUG', '" Level"', 'Level'],
    ['+Level=DEBUG', '" Level"', 'Level'],
    ['Level%20=DEBUG', '"Level "', 'Level'],
    ['Level%00=DEBUG', '"Level\\u0000"', 'Level'],
    ['%EF%BB%BFLevel=DEBUG', '"\ufeffLevel"', 'Level'],
    ['Levels=DEBUG', 'Levels', 'Level'],
    ['Levle=DEBUG', 'Levle', 'Level'],
    ['level=DEBUG', 'level', 'Level'],
    ['page_size=1', 'page_size', 'PageSize'],
    ['pagetoken=1', 'pagetoken', 'PageToken'],
    ['amp;PageSize=1', '"amp;PageSize"', 'PageSize'],
    ['Names=1', 'Names', 'Name'],
  ])('%s is told the name it is near to', (search, echoed, meant) => {
    expect(said(search)).toEqual([`${echoed}: the parameter is called ${meant}`]);
  });

  it.each(['limit=5', 'x', '=x', '&&=', 'from=1', '%D0%A1allSid=1', '__proto__=1', 'constructor=1'])(
    'far from all (%s) is told which there are',
    (search) => {
      expect(said(search)).toEqual([
        expect.stringMatching(
          /: there is no such parameter, only Edge, Level, Group, Name, StartTime, EndTime, PageSize, Page, PageToken$/,
        ),
      ]);
    },
  );

  it('is one on this route though another has it', () => {
    expect(said('CallSid=CA1', Object.keys(ACROSS_CALLS))).toEqual([]);
    expect(said('CallSid=CA1')).toEqual([expect.stringMatching(/^CallSid: there is no such parameter/)]);
  });

  it('of hundreds is told in a few sentences', () => {
    const many = Array.from({ length: 500 }, (_name, index) => `x${'y'.repeat(2_000)}${index}=1`).join('&');
    const sentences = said(many);
    expect(sentences).toHaveLength(6);
    expect(sentences.at(-1)).toBe('and 495 more');
    expect(sentences.join('').length).toBeLessThan(1_500);
  });

  it('is never taken for one there is, and one there is never for unknown', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const search = new URLSearchParams([[name.toWellFormed(), 'x']]);
        const isKnown = NAMES_OF_A_CALL.includes(name);
        expect(unknownParameters(search, NAMES_OF_A_CALL)).toHaveLength(isKnown ? 0 : 1);
      }),
    );
    expect(said(NAMES_OF_A_CALL.map((name) => `${name}=x`).join('&'))).toEqual([]);
  });
});
