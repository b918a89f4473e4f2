import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { chunkingDoesNotMatter, given, type Happened } from '#libs/projections/testing';
import {
  cluster,
  mandate,
  membership,
  office,
  operation,
  partnerId,
  smallHistory,
} from '../../../test/small-history.ts';
import { asOf, knownVersions, type Point } from '#libs/bitemporal';
import { factsAfter } from '../../../test/facts-after.ts';
import { factId, ofKind, type FactKind } from './fact.ts';
import { facts } from './facts.projection.ts';

type Event = Happened<GrappeEvents>;
const id = countedUuid(1);
const other = countedUuid(2);
const clusterId = cluster('numelink');

const value = (events: readonly Event[], kind: FactKind, key: string, point: Point) => {
  const fact = factsAfter(events).get(factId(kind, key));
  return fact === undefined ? undefined : asOf<unknown>(fact.versions, point);
};

describe('the small history', () => {
  const documents = factsAfter(smallHistory);

  it.each<[FactKind, string, Point, unknown]>([
    ['member', membership('alphaTic'), { validAt: '2016-03-30' }, { how: 'admission' }],
    ['member', membership('alphaTic'), { validAt: '2016-03-31' }, undefined],
    [
      'member',
      membership('alphaTic'),
      { validAt: '2016-03-31', knownAt: '2016-04-01T00:00:00.000Z' },
      { how: 'admission' },
    ],
    [
      'member',
      membership('alphaNum'),
      { validAt: '2016-03-31' },
      { how: 'succession', operationId: operation('absorption') },
    ],
    ['member', membership('deltaNum'), { validAt: '2016-03-31' }, { how: 'admission' }],
    ['cluster', cluster('auvergneTic'), { validAt: '2016-03-30' }, { state: 'active' }],
    [
      'cluster',
      cluster('auvergneTic'),
      { validAt: '2016-03-31' },
      { state: 'succeeded', operationId: operation('absorption') },
    ],
    ['cluster-name', `${cluster('digitalLeague')}:final`, { validAt: '2017-03-28' }, { name: 'Digital League' }],
    ['mandate', `${office('presidentDl')}:${mandate('berard')}`, { validAt: '2018-03-27' }, { limit: '2018-03-27' }],
    ['mandate', `${office('presidentDl')}:${mandate('berard')}`, { validAt: '2018-03-28' }, undefined],
    [
      'seat',
      partnerId,
      { validAt: '2016-05-01' },
      { holder: { kind: 'cluster', id: cluster('numelink') }, founding: true },
    ],
    [
      'succession',
      `${operation('creation')}:${cluster('clustr')}`,
      { validAt: '2017-03-28' },
      { successorName: 'Digital League', created: true },
    ],
  ])('%s %s at %j', (kind, key, point, expected) => {
    const fact = documents.get(factId(kind, key));
    const found = asOf<unknown>(fact?.versions ?? [], point);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected as object);
  });

  const member = (membershipId: string) => {
    const fact = documents.get(factId('member', membershipId));
    return fact && ofKind(fact, 'member');
  };
  it('keeps both origins of a company that was in both clusters, and one membership', () => {
    const fact = member(membership('betaDl'));
    expect(fact?.origins?.map((origin) => origin.clusterId)).toEqual([cluster('numelink'), cluster('clustr')]);
    expect(fact?.versions).toHaveLength(1);
  });

  it('says what a membership went on in', () => {
    const fact = member(membership('gammaClustr'));
    expect(knownVersions(fact?.versions ?? [], undefined).at(-1)?.ended).toEqual({
      ...{ cause: 'succession', operationId: operation('creation') },
      into: { id: membership('gammaDl'), subjectId: cluster('digitalLeague') },
    });
  });

  chunkingDoesNotMatter(facts, fc.constant(smallHistory), 10);
});

describe('facts of each kind', () => {
  const renamed = (name: string, since: string): Event => ({
    type: 'membership.OrganisationRenamed',
    data: { organisationId: id, name, since },
  });
  const registered: Event = {
    type: 'membership.OrganisationRegistered',
    data: { organisationId: id, name: 'GDF Suez', kind: 'company', since: '2008-07-22' },
  };

  it('an organisation keeps its id under another name', () => {
    const events = [registered, renamed('ENGIE', '2015-04-24')];
    expect(value(events, 'organisation-name', id, { validAt: '2015-04-23' })).toEqual({ name: 'GDF Suez' });
    expect(value(events, 'organisation-name', id, { validAt: '2015-04-24' })).toEqual({ name: 'ENGIE' });
  });

  it('a cluster falls dormant, is revived and dissolved', () => {
    const named = { clusterId, name: 'Edit', nameKind: 'working' as const };
    const events: readonly Event[] = [
      {
        type: 'membership.ClusterRegistered',
        data: { ...named, kind: 'cluster', seat: 'Lyon', departments: ['69'], since: '2006-01-01' },
      },
      { type: 'membership.ClusterFellDormant', data: { clusterId, on: '2010-01-01' } },
      { type: 'membership.ClusterRevived', data: { clusterId, on: '2012-01-01' } },
      {
        type: 'membership.ClusterNamed',
        data: { clusterId, name: 'Cluster Edit', nameKind: 'final', since: '2013-01-01' },
      },
      { type: 'membership.ClusterDissolved', data: { clusterId, on: '2014-01-01' } },
    ];
    const days = ['2005-12-31', '2006-01-01', '2010-01-01', '2012-01-01', '2014-01-01'];
    expect(days.map((validAt) => value(events, 'cluster', clusterId, { validAt }))).toEqual([
      undefined,
      { state: 'active' },
      { state: 'dormant' },
      { state: 'active' },
      { state: 'dissolved' },
    ]);
    expect(value(events, 'cluster-name', `${clusterId}:working`, { validAt: '2013-06-01' })).toMatchObject({
      name: 'Edit',
    });
    expect(value(events, 'cluster-name', `${clusterId}:final`, { validAt: '2012-06-01' })).toBeUndefined();
  });

  it('a cluster that is succeeded to before it was to be dissolved is not dissolved, whichever was recorded first', () => {
    const facts = { kind: 'cluster', name: 'Edit', nameKind: 'final', seat: 'Lyon', departments: ['69'] } as const;
    const events: readonly Event[] = [
      { type: 'membership.ClusterRegistered', data: { clusterId, ...facts, since: '2006-01-01' } },
      { type: 'membership.ClusterDissolved', data: { clusterId, on: '2018-01-01' } },
      {
        type: 'membership.ClusterSucceeded',
        data: { clusterId, operationId: operation('creation'), successorIds: [other], on: '2017-03-28' },
      },
    ];
    for (const history of [events, [...events.slice(0, 1), ...events.slice(1).reverse()]])
      expect(value(history, 'cluster', clusterId, { validAt: '2019-01-01' })).toMatchObject({ state: 'succeeded' });
  });

  it('an antenna passes with its brand and is closed', () => {
    const events: readonly Event[] = [
      {
        type: 'membership.AntennaOpened',
        data: {
          antennaId: id,
          clusterId,
          name: 'Drôme-Ardèche',
          brand: 'RhôneAlley',
          departments: ['26'],
          since: '2015-06-15',
        },
      },
      {
        type: 'membership.AntennaPassed',
        data: { antennaId: id, from: clusterId, to: other, operationId: operation('creation'), on: '2017-03-28' },
      },
      { type: 'membership.AntennaClosed', data: { antennaId: id, clusterId: other, on: '2019-01-01' } },
    ];
    expect(value(events, 'antenna', id, { validAt: '2016-01-01' })).toMatchObject({ clusterId, brand: 'RhôneAlley' });
    expect(value(events, 'antenna', id, { validAt: '2018-01-01' })).toMatchObject({
      clusterId: other,
      brand: 'RhôneAlley',
    });
    expect(value(events, 'antenna', id, { validAt: '2019-01-01' })).toBeUndefined();
    expect(factsAfter(events).get(factId('antenna', id))?.subjectId).toBe(other);
  });

  it('a body is resized, an office takes more holders, a role is left', () => {
    const person = { personId: other, name: 'Armand Lulka' };
    const events: readonly Event[] = [
      {
        type: 'governance.BodyCreated',
        data: { bodyId: id, clusterId, kind: 'board', name: 'Conseil', size: 24, since: '2014-01-01' },
      },
      { type: 'governance.BodyResized', data: { bodyId: id, clusterId, size: 40, since: '2015-06-15' } },
      {
        type: 'governance.OfficeCreated',
        data: {
          officeId: id,
          bodyId: id,
          clusterId,
          kind: 'president',
          title: 'P',
          maxHolders: 1,
          since: '2014-01-01',
        },
      },
      { type: 'governance.OfficeMaxHoldersSet', data: { officeId: id, clusterId, maxHolders: 2, since: '2015-06-15' } },
      {
        type: 'governance.RoleAssigned',
        data: { roleId: id, clusterId, title: 'Directeur', person, since: '2012-01-01' },
      },
      { type: 'governance.RoleEnded', data: { roleId: id, clusterId, on: '2016-09-01' } },
    ];
    expect(value(events, 'body', id, { validAt: '2015-06-14' })).toMatchObject({ size: 24 });
    expect(value(events, 'body', id, { validAt: '2015-06-15' })).toMatchObject({ size: 40, name: 'Conseil' });
    expect(value(events, 'office', id, { validAt: '2015-06-14' })).toMatchObject({ maxHolders: 1 });
    expect(value(events, 'office', id, { validAt: '2015-06-15' })).toMatchObject({ maxHolders: 2, title: 'P' });
    expect(value(events, 'role', id, { validAt: '2016-08-31' })).toMatchObject({ person });
    expect(value(events, 'role', id, { validAt: '2016-09-01' })).toBeUndefined();
  });

  it('a name that is recorded late goes on through the sizes that came since, up to the next name', () => {
    const renamed = (name: string, since: string): Event => ({
      type: 'governance.BodyRenamed',
      data: { bodyId: id, clusterId, name, since },
    });
    const resized = (size: number, since: string): Event => ({
      type: 'governance.BodyResized',
      data: { bodyId: id, clusterId, size, since },
    });
    const events: readonly Event[] = [
      {
        type: 'governance.BodyCreated',
        data: { bodyId: id, clusterId, kind: 'board', name: 'Conseil', size: 24, since: '2014-01-01' },
      },
      resized(40, '2015-06-15'),
      renamed('Directoire', '2018-01-01'),
      resized(12, '2019-01-01'),
      { type: 'governance.BodyAbolished', data: { bodyId: id, clusterId, cause: 'decision', on: '2020-01-01' } },
      renamed('Bureau', '2015-01-01'),
    ];
    const on = (validAt: string) => value(events, 'body', id, { validAt });
    expect(on('2014-12-31')).toMatchObject({ name: 'Conseil', size: 24 });
    expect(on('2015-01-01')).toMatchObject({ name: 'Bureau', size: 24 });
    expect(on('2015-06-15')).toMatchObject({ name: 'Bureau', size: 40 });
    expect(on('2018-01-01')).toMatchObject({ name: 'Directoire', size: 40 });
    expect(on('2019-01-01')).toMatchObject({ name: 'Directoire', size: 12 });
    expect(on('2020-01-01')).toBeUndefined();
  });

  it('a size that is recorded late of a body that had none', () => {
    const resized = (size: number, since: string): Event => ({
      type: 'governance.BodyResized',
      data: { bodyId: id, clusterId, size, since },
    });
    const events: readonly Event[] = [
      {
        type: 'governance.BodyCreated',
        data: { bodyId: id, clusterId, kind: 'board', name: 'C', since: '2014-01-01' },
      },
      { type: 'governance.BodyRenamed', data: { bodyId: id, clusterId, name: 'D', since: '2016-01-01' } },
      resized(12, '2015-01-01'),
    ];
    expect(value(events, 'body', id, { validAt: '2014-06-01' })).toEqual({ bodyKind: 'board', name: 'C' });
    expect(value(events, 'body', id, { validAt: '2016-06-01' })).toMatchObject({ name: 'D', size: 12 });
  });

  it('an incubator bears its names and is dissolved; a partner leaves', () => {
    const incubatorId = id;
    const holder = { kind: 'organisation' as const, id: other };
    const events: readonly Event[] = [
      {
        type: 'incubation.IncubatorOpened',
        data: { incubatorId, name: 'Quartier', site: 'Clermont', since: '2015-06-01' },
      },
      { type: 'incubation.IncubatorRenamed', data: { incubatorId, name: 'Le Bivouac', since: '2016-04-01' } },
      { type: 'incubation.IncubatorDissolved', data: { incubatorId, on: '2021-08-31' } },
      {
        type: 'incubation.PartnerJoined',
        data: { partnerId: id, incubatorId, class: 'private-group', holder, founding: false, since: '2015-06-01' },
      },
      { type: 'incubation.PartnerLeft', data: { partnerId: id, incubatorId, holder, on: '2018-01-01' } },
    ];
    expect(value(events, 'incubator', id, { validAt: '2016-04-01' })).toEqual({ name: 'Le Bivouac', site: 'Clermont' });
    expect(value(events, 'incubator', id, { validAt: '2021-08-31' })).toBeUndefined();
    expect(value(events, 'seat', id, { validAt: '2017-12-31' })).toMatchObject({ holder });
    expect(value(events, 'seat', id, { validAt: '2018-01-01' })).toBeUndefined();
  });
});

describe('mandates and their limits', () => {
  const started = (limit: string, officeId: string = other): Event => ({
    type: 'governance.MandateStarted',
    data: {
      ...{ mandateId: id, officeId, bodyId: other, clusterId, person: { personId: other, name: 'A' } },
      ...{ how: 'transitional', since: '2017-03-28', limit },
    },
  });
  const ended = (on: string, officeId: string = other): Event => ({
    type: 'governance.MandateEnded',
    data: { mandateId: id, officeId, bodyId: other, clusterId, cause: 'resignation', on },
  });
  const held = (events: readonly Event[], validAt: string) =>
    value(events, 'mandate', `${other}:${id}`, { validAt }) !== undefined;

  it.each<[string, readonly Event[], string, boolean]>([
    ['the last lawful day', [started('2018-03-27')], '2018-03-27', true],
    ['the day after', [started('2018-03-27')], '2018-03-28', false],
    ['an end before the limit', [started('2018-03-27'), ended('2017-10-01')], '2017-10-01', false],
    ['the day before that end', [started('2018-03-27'), ended('2017-10-01')], '2017-09-30', true],
    [
      'an end that was recorded for a day after the limit',
      [started('2018-03-27'), ended('2018-06-01')],
      '2018-04-01',
      false,
    ],
    ['a limit before the beginning', [started('2017-03-01')], '2017-03-28', false],
    ['a limit of one day', [started('2017-03-28')], '2017-03-28', true],
  ])('%s', (_name, events, day, expected) => {
    expect(held(events, day)).toBe(expected);
  });

  it('of two offices are two, whatever ids their callers chose', () => {
    const elsewhere = countedUuid(3);
    const events = [started('2018-03-27'), started('2018-03-27', elsewhere), ended('2017-10-01', elsewhere)];
    expect(held(events, '2018-01-01')).toBe(true);
    expect(value(events, 'mandate', `${elsewhere}:${id}`, { validAt: '2018-01-01' })).toBeUndefined();
  });
});

it.each<Event>([
  { type: 'governance.RoleEnded', data: { roleId: id, clusterId, on: '2016-09-01' } },
  { type: 'governance.BodyResized', data: { bodyId: id, clusterId, size: 40, since: '2015-06-15' } },
  { type: 'membership.OrganisationRenamed', data: { organisationId: id, name: 'ENGIE', since: '2015-04-24' } },
  { type: 'membership.ClusterRevived', data: { clusterId, on: '2012-01-01' } },
])('$type of something that nobody stated stops the facts', (event) => {
  expect(() => given(facts, [event])).toThrow('and there is none');
});

it('a change on a day on which nothing holds stops the facts', () => {
  const events: readonly Event[] = [
    {
      type: 'governance.BodyCreated',
      data: { bodyId: id, clusterId, kind: 'board', name: 'Conseil', size: 24, since: '2014-01-01' },
    },
    { type: 'governance.BodyResized', data: { bodyId: id, clusterId, size: 40, since: '2013-12-31' } },
  ];
  expect(() => given(facts, events)).toThrow(`body:${id} does not hold on 2013-12-31`);
});

it('an antenna that was opened after the day from which it passed is the successor’s from its first day', () => {
  const events: readonly Event[] = [
    {
      type: 'membership.AntennaOpened',
      data: { antennaId: id, clusterId, name: 'Valence', departments: ['26'], since: '2017-04-10' },
    },
    {
      type: 'membership.AntennaPassed',
      data: { antennaId: id, from: clusterId, to: other, operationId: operation('creation'), on: '2017-03-28' },
    },
  ];
  expect(value(events, 'antenna', id, { validAt: '2017-04-10' })).toMatchObject({ clusterId: other, name: 'Valence' });
  expect(value(events, 'antenna', id, { validAt: '2017-04-09' })).toBeUndefined();
});

it('what begins twice stops the facts', () => {
  const assigned: Event = {
    type: 'governance.RoleAssigned',
    data: { roleId: id, clusterId, title: 'D', person: { personId: other, name: 'A' }, since: '2012-01-01' },
  };
  expect(() => given(facts, [assigned, assigned])).toThrow(`role:${id} is there already`);
});
