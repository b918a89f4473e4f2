import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import {
  compareParameters,
  directionParameter,
  eventsParameters,
  officeKindParameter,
  pointOf,
  pointParameters,
  streamParameters,
} from './audit.parameters.ts';

const pointQuery = z.strictObject(pointParameters);
const lineageQuery = z.strictObject({ ...pointParameters, direction: directionParameter });
const officesQuery = z.strictObject({ ...pointParameters, kind: officeKindParameter });
const compareQuery = z.strictObject(compareParameters);
const eventsQuery = z.strictObject(eventsParameters);
const { stream: streamSchema, ...ofStream } = streamParameters;
const streamQuery = z.strictObject(ofStream);

const CLUSTER = '01500000-0000-7000-8000-000000000001';
const pathsOf = (result: {
  readonly error?: { readonly issues: readonly { path: readonly PropertyKey[] }[] } | undefined;
}) => (result.error?.issues ?? []).map(({ path }) => path.join('/'));

describe('the point of a question', () => {
  it.each([
    ['nothing: today with everything known', {}, { validAt: '2017-06-01' }],
    ['a day', { validAt: '2016-03-31' }, { validAt: '2016-03-31' }],
    [
      'a day of knowledge counts to its last moment in France, in winter',
      { knownAt: '2016-01-31' },
      { validAt: '2017-06-01', knownAt: '2016-01-31T22:59:59.999Z' },
    ],
    ['and in summer', { knownAt: '2016-07-31' }, { validAt: '2017-06-01', knownAt: '2016-07-31T21:59:59.999Z' }],
    [
      'the day on which summer begins has 23 hours',
      { knownAt: '2016-03-27' },
      { validAt: '2017-06-01', knownAt: '2016-03-27T21:59:59.999Z' },
    ],
    [
      'an instant is taken as it is, in UTC',
      { validAt: '2016-01-01', knownAt: '2016-03-31T12:00:00+02:00' },
      { validAt: '2016-01-01', knownAt: '2016-03-31T10:00:00.000Z' },
    ],
  ])('%s', (_what, query, point) => {
    expect(pointOf(pointQuery.parse(query), '2017-06-01')).toEqual(point);
  });

  it.each([
    [{ validAt: '2016-02-30' }, 'validAt'],
    [{ validAt: '2015-02-29' }, 'validAt'],
    [{ validAt: '16-01-01' }, 'validAt'],
    [{ validAt: '2016-03-31T10:00:00Z' }, 'validAt'],
    [{ knownAt: '2016-02-30' }, 'knownAt'],
    [{ knownAt: '2016-03-31T10:00:00' }, 'knownAt'],
    [{ knownAt: '2016-03-31T25:00:00Z' }, 'knownAt'],
    [{ knownAt: '' }, 'knownAt'],
  ])('%j is none', (query, path) => {
    expect(pathsOf(pointQuery.safeParse(query))).toEqual([path]);
  });
});

describe('the two sides of a comparison', () => {
  it.each([
    ['2016-03-30', { validAt: '2016-03-30' }],
    ['2016-03-30@2016-12-31', { validAt: '2016-03-30', knownAt: '2016-12-31T22:59:59.999Z' }],
    ['2016-03-30@2016-12-31T00:00:00Z', { validAt: '2016-03-30', knownAt: '2016-12-31T00:00:00.000Z' }],
  ])('%s', (left, point) => {
    expect(compareQuery.parse({ left, right: '2016-03-31' })).toEqual({
      left: point,
      right: { validAt: '2016-03-31' },
      limit: 1_000,
    });
  });

  it.each([
    ['nothing', {}, ['left', 'right']],
    ['one side', { left: '2016-03-30' }, ['right']],
    ['a day that is none', { left: '2016-03-32', right: '2016-03-31' }, ['left/validAt']],
    ['knowledge of no day', { left: '2016-03-30@', right: '2016-03-31' }, ['left/knownAt']],
    ['a day of knowledge that is none', { left: '2016-03-30@2016-04-31', right: '2016-03-31' }, ['left/knownAt']],
    ['two days of knowledge', { left: '2016-03-30@2016-04-01@2016-04-02', right: '2016-03-31' }, ['left/knownAt']],
    ['no cluster', { left: '2016-03-30', right: '2016-03-31', cluster: 'x' }, ['cluster']],
    ['a list below nothing', { left: '2016-03-30', right: '2016-03-31', limit: '-1' }, ['limit']],
    ['a list without an end', { left: '2016-03-30', right: '2016-03-31', limit: '10001' }, ['limit']],
    ['half a line', { left: '2016-03-30', right: '2016-03-31', limit: '1.5' }, ['limit']],
  ])('%s is malformed', (_what, query, paths) => {
    expect(pathsOf(compareQuery.safeParse(query))).toEqual(paths);
  });

  it('takes the ends of its bounds', () => {
    const sides = { left: '2016-03-30', right: '2016-03-31', cluster: CLUSTER };
    expect(compareQuery.parse({ ...sides, limit: '0' }).limit).toBe(0);
    expect(compareQuery.parse({ ...sides, limit: '10000' })).toMatchObject({ limit: 10_000, cluster: CLUSTER });
  });
});

describe('the other questions', () => {
  it.each([
    ['a lineage goes both ways', lineageQuery, {}, { direction: 'both' }],
    ['or one', lineageQuery, { direction: 'ancestors' }, { direction: 'ancestors' }],
    ['offices of every kind', officesQuery, {}, {}],
    ['offices of one kind', officesQuery, { kind: 'president' }, { kind: 'president' }],
    ['events from the beginning', eventsQuery, {}, { limit: 100, from: 0n }],
    [
      'events from a position beyond 2^53',
      eventsQuery,
      { from: '999999999999999999', types: 'a.B,c.D', stream: 'x.y-z', limit: '500' },
      { from: 999_999_999_999_999_999n, types: ['a.B', 'c.D'], stream: 'x.y-z', limit: 500 },
    ],
    ['a stream up to a revision', streamQuery, { upTo: '7' }, { limit: 100, from: 0n, upTo: 7n }],
    [
      'a stream up to a day of recording',
      streamQuery,
      { upTo: '2016-12-31' },
      { limit: 100, from: 0n, upTo: '2016-12-31T22:59:59.999Z' },
    ],
  ])('%s', (_what, schema, query, parsed) => {
    expect(schema.parse(query)).toEqual(parsed);
  });

  it.each([
    ['a third direction', lineageQuery, { direction: 'sideways' }, 'direction'],
    ['a kind without an end', officesQuery, { kind: 'x'.repeat(41) }, 'kind'],
    ['a position below nothing', eventsQuery, { from: '-1' }, 'from'],
    ['a position in words', eventsQuery, { from: 'first' }, 'from'],
    ['a position past every position', eventsQuery, { from: '1'.repeat(19) }, 'from'],
    ['no events', eventsQuery, { limit: '0' }, 'limit'],
    ['too many events', eventsQuery, { limit: '501' }, 'limit'],
    ['a bound that is neither number nor day', streamQuery, { upTo: 'soon' }, 'upTo'],
  ])('%s is malformed', (_what, schema, query, path) => {
    expect(pathsOf(schema.safeParse(query))).toEqual([path]);
  });

  it.each([
    [`membership.cluster-${CLUSTER}`, true],
    ['membership.cluster', false],
    ['membership', false],
    ['', false],
    ["membership.cluster-x'; drop table store.events", false],
  ])('%s as the name of a stream: %s', (name, isOne) => {
    expect(streamSchema.safeParse(name).success).toBe(isOne);
  });
});
