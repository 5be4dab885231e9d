import { describe, expect, expectTypeOf, it } from 'vitest';
import { CallEvent, schemaMismatches } from '../../../families/call-event/call-event.ts';
import { CALL_SID, callEvent } from '../../../samples/builders.ts';
import voiceSdkEvent from '../../../samples/documents/voice-sdk-event.json' with { type: 'json' };
import { isJsonObject } from '../../../shared/json.ts';
import {
  CONFORMING,
  type CONVERSATION_RELAY_FIELDS,
  DOCUMENTED_FIELDS,
  FIELDS,
  nested,
  OF_ANOTHER_TYPE,
} from './documented-fields.ts';

const GROUPS = [
  ...new Set(FIELDS.flatMap(([path]) => path.split('.').map((_name, depth, names) => names.slice(0, depth).join('.')))),
  'conversation_relay_data.configurations',
  'conversation_relay_data.configurations.configurations',
  'conversation_relay_data.configurations.languages',
].filter((group) => group !== '');

interface TypeOf {
  string: string;
  integer: number;
  number: number;
  'number[]': number[];
}
type Documented = typeof DOCUMENTED_FIELDS & typeof CONVERSATION_RELAY_FIELDS;
type MayLack = Exclude<keyof Documented, 'call_sid'>;
type At<Value, Path extends string> = Path extends `${infer Name}.${infer Rest}`
  ? At<NonNullable<NonNullable<Value>[Name & keyof NonNullable<Value>]>, Rest>
  : NonNullable<Value>[Path & keyof NonNullable<Value>];

describe('the type of a call event', () => {
  it('has every documented field under its path, as documented, or null, or absent', () => {
    expectTypeOf<{ [Path in MayLack]: At<CallEvent, Path> }>().toEqualTypeOf<{
      [Path in MayLack]: TypeOf[Documented[Path]] | null | undefined;
    }>();
  });

  it('has a call SID for certain, and promises nothing of members it does not know', () => {
    expectTypeOf<CallEvent['call_sid']>().toEqualTypeOf<string>();
    expectTypeOf<CallEvent['brand_new']>().toBeUnknown();
    expectTypeOf<NonNullable<NonNullable<CallEvent['sdk_edge']>['metric']>['brand_new']>().toBeUnknown();
  });
});

describe('the schema', () => {
  it('holds for the document’s own example, which has every documented field', () => {
    expect(schemaMismatches(voiceSdkEvent.data)).toEqual([]);
    expect(leaves(voiceSdkEvent.data).sort()).toEqual(Object.keys(DOCUMENTED_FIELDS).sort());
  });

  it('holds for the least an event can be', () => {
    expect(schemaMismatches({ call_sid: CALL_SID })).toEqual([]);
  });

  it.each(FIELDS)('takes %s as %s, or null', (path, type) => {
    for (const value of CONFORMING[type]) {
      if (path === 'call_sid' && (value === null || value === '')) continue;
      expect(schemaMismatches(callEvent(nested(path, value)))).toEqual([]);
    }
  });

  it.each(FIELDS)('says exactly that %s is no %s', (path, type) => {
    for (const value of OF_ANOTHER_TYPE[type]) {
      expect(schemaMismatches(callEvent(nested(path, value)))).toEqual([path]);
    }
  });

  it.each(GROUPS)('says exactly that %s is no object, and takes null and {}', (group) => {
    for (const value of ['text', 5, true, [{}]]) {
      expect(schemaMismatches(callEvent(nested(group, value)))).toEqual([group]);
    }
    for (const value of [null, {}]) expect(schemaMismatches(callEvent(nested(group, value)))).toEqual([]);
  });

  it('names elements of a list once, by []', () => {
    const values = [0.1, [0.2], '0.3', null, [[0.4]]];
    expect(schemaMismatches(callEvent({ sdk_edge: { metric: { values } } }))).toEqual(['sdk_edge.metric.values[]']);
  });

  it('names each path that differs, once', () => {
    const data = callEvent({ level: 5, sdk_edge: { error: { code: '1' }, metric: { values: ['x', 'y'] } } });
    expect(schemaMismatches(data).sort()).toEqual(['level', 'sdk_edge.error.code', 'sdk_edge.metric.values[]']);
  });

  it.each([{}, { call_sid: null }, { call_sid: '' }])('misses the call SID in %j', (data) => {
    expect(schemaMismatches(data)).toEqual(['call_sid']);
  });

  it('takes and keeps members it does not know, at every level', () => {
    for (const group of GROUPS) {
      const data = callEvent({ ...nested(group, { brand_new: { deep: [null, { x: 1 }] } }), brand_new: ['x'] });
      expect(schemaMismatches(data)).toEqual([]);
      expect(CallEvent.parse(data)).toEqual(data);
    }
  });
});

/** The paths of all members that are no objects. */
function leaves(value: object): string[] {
  return Object.entries(value).flatMap(([name, member]) =>
    isJsonObject(member) ? leaves(member).map((path) => `${name}.${path}`) : [name],
  );
}

it('finds one path in any number of wrong metric values, wherever they stand', () => {
  const values = [...Array<number>(1_000).fill(1), ...Array<string>(300_000).fill('')];
  const event = { call_sid: CALL_SID, sdk_edge: { metric: { values, threshold: 'high' } } };
  expect(schemaMismatches(event).sort()).toEqual(['sdk_edge.metric.threshold', 'sdk_edge.metric.values[]']);
});
