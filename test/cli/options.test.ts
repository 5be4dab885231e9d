import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import {
  accountSid,
  addTargetOptions,
  level,
  levelOption,
  limit,
  mediaEdge,
  saidCall,
  saidCalls,
  sinkSid,
  spellOutLocal,
} from '../../cli/options.ts';
import { MEDIA_EDGES } from '../../families/call-event/media-edge.ts';
import { CALL_SID } from '../../samples/builders.ts';
import { LEVELS } from '../../shared/level.ts';

/** What commander makes of the words of a command line. */
function targetOptions(...words: string[]) {
  return addTargetOptions(new Command().exitOverride().configureOutput({ writeErr: () => undefined }))
    .argument('[sid]')
    .parse(spellOutLocal(words), { from: 'user' })
    .opts();
}

describe('a limit', () => {
  it('is a whole number from 1 on', () => {
    expect(['1', '20000'].map(limit)).toEqual([1, 20_000]);
    for (const text of ['0', '-1', '1.5', '1e3', '01', '', 'all']) expect(() => limit(text), text).toThrow('number');
  });
});

describe('calls that are said', () => {
  it('may be a list with commas, as of a table, where each of them looks like a SID', () => {
    const other = `CA${'b'.repeat(32)}`;
    expect(saidCalls(`${CALL_SID}, ${other},`)).toEqual([CALL_SID, ` ${other}`]);
    expect(saidCalls(`"${CALL_SID}","${other}"`, ['NO1'])).toEqual(['NO1', `"${CALL_SID}"`, `"${other}"`]);
    for (const text of [CALL_SID, 'NO1,NO2', `${CALL_SID},NO2`]) expect(saidCalls(text)).toEqual([text]);
  });
});

describe('what is said of a call', () => {
  it('is any text in which there can be one', () => {
    const pasted = [CALL_SID, 'NO0e1d', ` "${CALL_SID}"`, `https://example.com/calls/${CALL_SID}`, 'x'.repeat(2_048)];
    expect(pasted.map(saidCall)).toEqual(pasted);
    for (const text of ['', 'x'.repeat(2_049)]) expect(() => saidCall(text)).toThrow('Expected a call SID, such as CA');
  });
});

describe('a SID of an account or a sink', () => {
  it.each([
    ['AC', accountSid],
    ['DG', sinkSid],
  ])('of %s is understood as people paste it', (kind, parse) => {
    const sid = `${kind}${'0aB9'.repeat(8)}`;
    for (const pasted of [sid, sid.toUpperCase(), sid.toLowerCase(), ` ${sid}\n`, `"${sid}"`, `'${sid} '`]) {
      expect(parse(pasted), pasted).toBe(kind + sid.slice(2).toLowerCase());
    }
    for (const wrong of ['', kind, `CA${sid.slice(2)}`, `${sid}0`, `${sid} ${sid}`]) {
      expect(() => parse(wrong), wrong).toThrow('32 hexadecimal digits');
    }
  });
});

describe('--level', () => {
  const levels = (...words: string[]) =>
    new Command()
      .addOption(levelOption('events of'))
      .exitOverride()
      .configureOutput({ writeErr: () => undefined })
      .parse(words, { from: 'user' })
      .opts().level;

  it('takes several, with commas or said again, in any case, each of them once', () => {
    expect(levels()).toBeUndefined();
    expect(levels('--level', 'error')).toEqual(['ERROR']);
    expect(levels('--level', 'Error, warn')).toEqual(['ERROR', 'WARNING']);
    expect(levels('--level=ERROR,WARNING', '--level', 'warning', '--level=info')).toEqual(['ERROR', 'WARNING', 'INFO']);
  });

  it('names the one that is none', () => {
    expect(() => levels('--level', 'ERROR,FATAL')).toThrow(/'FATAL' is none\. Allowed: UNKNOWN, /);
    for (const wrong of ['ERROR,', ',', '', 'ERROR WARNING'])
      expect(() => levels('--level', wrong), wrong).toThrow('Allowed');
  });
});

describe('a level', () => {
  it('may be written in any case, and WARNING as Twilio does', () => {
    expect(LEVELS.map((name) => level(name.toLowerCase()))).toEqual(LEVELS);
    expect(level('warn')).toBe('WARNING');
  });

  it('that nobody knows is answered with those there are', () => {
    expect(() => level('FATAL')).toThrow('Allowed: UNKNOWN, DEBUG, INFO, WARNING, ERROR.');
  });
});

describe('a media edge', () => {
  it("is one of Twilio's five", () => {
    expect(MEDIA_EDGES.map(mediaEdge)).toEqual(MEDIA_EDGES);
    expect(MEDIA_EDGES.map((edge) => mediaEdge(` ${edge.toUpperCase()}`))).toEqual(MEDIA_EDGES);
    expect(() => mediaEdge('ashburn')).toThrow('Allowed: unknown_edge, carrier_edge, sip_edge, sdk_edge, client_edge.');
  });
});

describe('--local', () => {
  it('is port 3000 by itself, and never swallows what stands after it', () => {
    expect(spellOutLocal(['call', '--local', CALL_SID])).toEqual(['call', '--local=3000', CALL_SID]);
    expect(spellOutLocal(['errors', '--local', '--json'])).toEqual(['errors', '--local=3000', '--json']);
    expect(spellOutLocal(['errors', '--local'])).toEqual(['errors', '--local=3000']);
    expect(spellOutLocal(['call', '--local', '--', '--local'])).toEqual(['call', '--local=3000', '--', '--local']);
  });

  it.each([
    { words: ['--local'], local: 3000 },
    { words: ['--local', '4000'], local: 4000 },
    { words: ['--local=4001'], local: 4001 },
    { words: ['--json'], local: undefined },
  ])('is $local in $words', ({ words, local }) => {
    expect(targetOptions(...words).local).toBe(local);
  });

  it.each(['65536', 'http', '-1', ''])('has no port %j', (text) => {
    expect(() => targetOptions(`--local=${text}`)).toThrow('Expected a port.');
  });
});

it('asks the deployed stack by its usual name unless it is told another', () => {
  expect(targetOptions()).toEqual({ stack: 'VoiceInsightsSink' });
  expect(targetOptions('--stack', 'Mine', '--region', 'eu-west-1', '--profile', 'us', '--json')).toEqual({
    stack: 'Mine',
    region: 'eu-west-1',
    profile: 'us',
    json: true,
  });
});
