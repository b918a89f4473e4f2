import { describe, expect, it } from '@jest/globals';
import { versionsOf, withSayings, type Saying, type Statement } from '#libs/bitemporal';
import type { Fact, FactValues } from '../read-models/facts/fact.ts';
import { clusterNameAt, dayWithin, heldSpans, organisationNameAt } from './at-point.ts';
import { calendarDate } from '#libs/kernel';

type Value = FactValues['cluster-name'];

/** A fact from what was recorded of it: from which day, what, and when it was recorded. */
function versionsAfter<V>(...recorded: readonly (readonly [on: string, value: V | null, recordedOn: string])[]) {
  const statements = recorded.reduce<readonly Statement<V>[]>((known, [on, value, recordedOn], index) => {
    const saying: Saying<V> = value === null ? { on, ended: { cause: 'end' } } : { on, is: value };
    const source = { eventId: `event ${String(index)}`, type: 'said', position: String(index) };
    return withSayings<Saying<V>>(known, [saying], { ...source, recordedAt: `${recordedOn}T10:00:00.000Z` });
  }, []);
  return versionsOf(statements, () => 0);
}
const named = (
  kind: Value['nameKind'],
  ...names: readonly (readonly [on: string, name: string | null, recorded: string])[]
) =>
  ({
    ...{ factId: `cluster-name:${kind}`, kind: 'cluster-name', id: kind, subjectId: 'cluster' },
    versions: versionsAfter<Value>(
      ...names.map(([on, name, recorded]): readonly [string, Value | null, string] => [
        on,
        name === null ? null : { name, nameKind: kind },
        recorded,
      ]),
    ),
  }) satisfies Fact<'cluster-name'>;

describe('the name of a cluster', () => {
  const names = [
    named('code', ['2016-01-01', 'Projet N2', '2016-01-10'], ['2017-03-28', null, '2017-04-01']),
    named('working', ['2016-06-01', 'Grand cluster', '2016-06-01'], ['2016-12-01', null, '2017-04-01']),
    named('final', ['2017-03-28', 'Digital League', '2017-04-01']),
  ];
  it.each([
    ['its final name once it has one', '2017-03-28', undefined, 'Digital League'],
    ['its code name before it', '2017-03-27', undefined, 'Projet N2'],
    ['its working name rather than its code name', '2016-07-01', undefined, 'Grand cluster'],
    ['its code name after the working name was given up', '2016-12-01', undefined, 'Projet N2'],
    ['the working name while nobody knew that', '2016-12-01', '2017-03-31T10:00:00.000Z', 'Grand cluster'],
    ['the first known name on a day before every name', '2010-01-01', undefined, 'Projet N2'],
    ['none before one was recorded', '2016-01-05', '2016-01-09T10:00:00.000Z', undefined],
    ['not yet the final one before it was recorded', '2017-06-01', '2017-03-31T10:00:00.000Z', 'Grand cluster'],
  ])('is %s', (_what, validAt, knownAt, name) => {
    expect(clusterNameAt(names, { validAt, knownAt })).toBe(name);
  });

  it('is the one borne last, of whatever kind, as in the register', () => {
    const renamed = [
      named('final', ['2010-01-01', 'Numélink', '2010-01-01']),
      named('working', ['2016-01-01', 'Grand cluster', '2016-01-01']),
    ];
    expect(clusterNameAt(renamed, { validAt: '2016-01-01' })).toBe('Grand cluster');
  });

  it('does not depend on the order in which its names are looked at', () => {
    for (const validAt of ['2010-01-01', '2016-07-01', '2017-03-28'])
      expect(clusterNameAt(names.toReversed(), { validAt })).toBe(clusterNameAt(names, { validAt }));
  });

  it('is nothing where there are no names', () => {
    expect(clusterNameAt([], { validAt: '2016-01-01' })).toBeUndefined();
  });
});

describe('the name of an organisation', () => {
  const organisation: Fact<'organisation-name'> = {
    ...{ factId: 'organisation-name:o', kind: 'organisation-name', id: 'o', subjectId: 'o' },
    versions: versionsAfter<FactValues['organisation-name']>(
      ['2010-01-01', { name: 'Alto' }, '2010-02-01'],
      ['2015-01-01', { name: 'Alto Logiciels' }, '2016-01-01'],
    ),
  };
  it.each([
    ['2014-12-31', undefined, 'Alto'],
    ['2015-01-01', undefined, 'Alto Logiciels'],
    ['2015-01-01', '2015-12-31T10:00:00.000Z', 'Alto'],
    ['2009-01-01', undefined, 'Alto'],
    ['2012-01-01', '2010-01-31T10:00:00.000Z', undefined],
  ])('on %s as known at %s: %s', (validAt, knownAt, name) => {
    expect(organisationNameAt(organisation, { validAt, knownAt })).toBe(name);
  });
});

describe('the spans in which a fact held', () => {
  const versions = versionsAfter<string>(
    ['2015-01-01', 'a', '2015-01-01'],
    ['2015-06-01', 'b', '2015-06-01'],
    ['2016-01-01', null, '2016-01-01'],
    ['2017-01-01', 'c', '2017-01-01'],
    ['2015-09-01', null, '2018-01-01'],
  );
  it.each([
    [
      'now',
      undefined,
      [
        ['2015-01-01', '2015-09-01'],
        ['2017-01-01', null],
      ],
    ],
    [
      'before the correction',
      '2017-12-31T00:00:00.000Z',
      [
        ['2015-01-01', '2016-01-01'],
        ['2017-01-01', null],
      ],
    ],
    ['before its end', '2015-12-31T00:00:00.000Z', [['2015-01-01', null]]],
    ['before anything', '2014-12-31T00:00:00.000Z', []],
  ])('as known %s', (_when, knownAt, spans) => {
    expect(heldSpans(versions, knownAt).map(({ from, to }) => [from, to])).toEqual(spans);
  });

  it.each([
    ['2016-01-01', undefined, '2016-01-01'],
    ['2016-01-01', '2015-12-31', '2015-12-31'],
    ['2016-01-01', '2016-01-01', '2016-01-01'],
    ['2015-06-01', '2015-12-31', '2015-06-01'],
  ])('the day %s within a life that ends on %s is %s', (validAt, last, day) => {
    expect(dayWithin({ validAt }, last === undefined ? undefined : calendarDate(last))).toBe(day);
  });
});
