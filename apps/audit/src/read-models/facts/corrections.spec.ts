import { describe, expect, it } from '@jest/globals';
import { asOf, knownVersions } from '#libs/bitemporal';
import { catalog, type GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import type { Happened } from '#libs/projections/testing';
import { factsAfter } from '../../../test/facts-after.ts';
import { factId, type FactKind } from './fact.ts';
import { facts } from './facts.projection.ts';

type Event = Happened<GrappeEvents>;
const [id, clusterId, bodyId, officeId] = [countedUuid(1), countedUuid(2), countedUuid(3), countedUuid(4)];
/** The id of the event that is recorded at a place of a history. */
const eventId = (place: number) => countedUuid(place + 1, 0xe);
const why = { reason: 'mal saisi' };
const at = (year: number) => `${String(year)}-01-01T10:00:00.000Z`;
const on = (year: number) => `${String(year)}-06-01`;

const valueOf = (events: readonly Event[], kind: FactKind, key: string, validAt: string, knownAt?: string) =>
  asOf<unknown>(factsAfter(events).get(factId(kind, key))?.versions ?? [], { validAt, knownAt });

describe('the facts', () => {
  it('read what corrects and voids each event that they read, as the contracts have it', () => {
    const types = Object.keys(facts.on);
    const corrections = types.flatMap((type) => Object.values(catalog.order.correctionsOf(type) ?? {}));
    expect(types).toEqual(expect.arrayContaining(corrections));
    expect(corrections.length).toBeGreaterThan(10);
  });
});

const assigned: Event = {
  type: 'governance.RoleAssigned',
  data: {
    roleId: id,
    clusterId,
    title: 'Directeur',
    person: { personId: id, name: 'Armand Lulka' },
    since: '2012-01-01',
  },
  recordedAt: at(2012),
};
const wasRole = assigned.data;
const corrected = (was: object, now: object, year: number): Event => ({
  type: 'governance.RoleAssignedCorrected',
  data: { fact: eventId(0), ...why, was: { ...wasRole, ...was }, now: { ...wasRole, ...now }, on: '2012-01-01' },
  recordedAt: at(year),
});

describe('a fact that is corrected twice', () => {
  const second = { title: 'Délégué', since: '2013-01-01' };
  const third = { title: 'Déléguée', since: '2012-06-01' };
  const history = [assigned, corrected({}, second, 2014), corrected(second, third, 2016)];
  const titleAt = (validAt: string, knownAt: string) =>
    (valueOf(history, 'role', id, validAt, knownAt) as { title?: string } | undefined)?.title;

  it.each([
    ['2012-03-01', [undefined, 'Directeur', undefined, undefined]],
    ['2012-09-01', [undefined, 'Directeur', undefined, 'Déléguée']],
    ['2013-09-01', [undefined, 'Directeur', 'Délégué', 'Déléguée']],
  ])('on %s is what was believed then, before, between and after', (validAt, titles) => {
    const instants = ['2011-12-31T00:00:00.000Z', on(2013) + 'T00:00:00.000Z', on(2015) + 'T00:00:00.000Z', at(2017)];
    expect(instants.map((knownAt) => titleAt(validAt, knownAt))).toEqual(titles);
  });

  it('says by which events, and why', () => {
    const versions = factsAfter(history).get(factId('role', id))?.versions ?? [];
    expect(versions).toMatchObject([
      { knownTo: at(2014), withdrawnBy: { eventId: eventId(1), ...why } },
      {
        knownFrom: at(2014),
        knownTo: at(2016),
        correctedBy: { eventId: eventId(1) },
        withdrawnBy: { eventId: eventId(2) },
      },
      { knownFrom: at(2016), knownTo: null, correctedBy: { eventId: eventId(2) }, eventId: eventId(0) },
    ]);
  });
});

describe('a fact that is voided', () => {
  const ended: Event = {
    type: 'governance.RoleEnded',
    data: { roleId: id, clusterId, on: '2014-01-01' },
    recordedAt: at(2014),
  };
  const voidedEnd: Event = {
    type: 'governance.RoleEndedVoided',
    data: { fact: eventId(1), ...why, was: ended.data, on: '2014-01-01' },
    recordedAt: at(2015),
  };
  const voided: Event = {
    type: 'governance.RoleAssignedVoided',
    data: { fact: eventId(0), ...why, was: wasRole, on: '2012-01-01' },
    recordedAt: at(2016),
  };

  it('was an end: what came before it goes on', () => {
    expect(valueOf([assigned, ended], 'role', id, on(2015))).toBeUndefined();
    expect(valueOf([assigned, ended, voidedEnd], 'role', id, on(2015))).toMatchObject({ title: 'Directeur' });
    expect(valueOf([assigned, ended, voidedEnd], 'role', id, on(2015), at(2014))).toBeUndefined();
  });

  it('was all there was: nothing is known of it, and what was believed stays', () => {
    const history = [assigned, ended, voidedEnd, voided];
    expect(knownVersions<unknown>(factsAfter(history).get(factId('role', id))?.versions ?? [], undefined)).toEqual([]);
    expect(valueOf(history, 'role', id, on(2013), at(2013))).toMatchObject({ title: 'Directeur' });
  });

  it('is begun again under the same id', () => {
    const again: Event = { ...assigned, data: { ...wasRole, title: 'Présidente' }, recordedAt: at(2017) };
    const history = [assigned, ended, voidedEnd, voided, again];
    expect(valueOf(history, 'role', id, on(2013))).toMatchObject({ title: 'Présidente' });
  });
});

describe('a fact on which later ones rest', () => {
  const created: Event = {
    type: 'governance.BodyCreated',
    data: { bodyId, clusterId, kind: 'board', name: 'Conseil', size: 24, since: '2010-01-01' },
    recordedAt: at(2010),
  };
  const wasBody = created.data;
  const resized: Event = {
    type: 'governance.BodyResized',
    data: { bodyId, clusterId, size: 40, since: '2015-01-01' },
    recordedAt: at(2015),
  };
  const renamed: Event = {
    type: 'governance.BodyCreatedCorrected',
    data: { fact: eventId(0), ...why, was: wasBody, now: { ...wasBody, name: 'Directoire' }, on: '2010-01-01' },
    recordedAt: at(2016),
  };

  it('is corrected: what changed after it follows', () => {
    const history = [created, resized, renamed];
    expect(valueOf(history, 'body', bodyId, on(2015))).toMatchObject({ name: 'Directoire', size: 40 });
    expect(valueOf(history, 'body', bodyId, on(2015), at(2015))).toMatchObject({ name: 'Conseil', size: 40 });
  });

  it('that changed it is voided: it stays as it was before', () => {
    const voided: Event = {
      type: 'governance.BodyResizedVoided',
      data: { fact: eventId(1), ...why, was: resized.data, on: '2015-01-01' },
      recordedAt: at(2017),
    };
    expect(valueOf([created, resized, renamed, voided], 'body', bodyId, on(2015))).toMatchObject({ size: 24 });
  });
});

it('a mandate that is corrected to another limit ends with it', () => {
  const started: Event = {
    type: 'governance.MandateStarted',
    data: {
      ...{ mandateId: id, officeId, bodyId, clusterId, person: { personId: id, name: 'A' } },
      ...{ how: 'elected', since: '2017-01-01', limit: '2018-12-31' },
    },
    recordedAt: at(2017),
  };
  const was = started.data;
  const corrected: Event = {
    type: 'governance.MandateStartedCorrected',
    data: { fact: eventId(0), ...why, was, now: { ...was, limit: '2020-12-31' }, on: '2017-01-01' },
    recordedAt: at(2018),
  };
  const held = (validAt: string, knownAt?: string) =>
    valueOf([started, corrected], 'mandate', `${officeId}:${id}`, validAt, knownAt) !== undefined;
  expect([held('2020-12-31'), held('2021-01-01'), held('2019-06-01', at(2017))]).toEqual([true, false, false]);
});

it('a correction of what was never stated stops the facts', () => {
  expect(() => factsAfter([corrected({}, { title: 'x' }, 2014)])).toThrow(`role:${id} was not stated by ${eventId(0)}`);
});

it('a name that is corrected to one of another kind is a fact of that kind from then on', () => {
  const was = { clusterId, name: 'Projet N2', nameKind: 'code', since: '2016-01-01' } as const;
  const events: readonly Event[] = [
    { type: 'membership.ClusterNamed', data: was, recordedAt: at(2016) },
    {
      type: 'membership.ClusterNamedCorrected',
      data: { fact: eventId(0), ...why, was, now: { ...was, nameKind: 'working' }, on: '2016-01-01' },
      recordedAt: at(2017),
    },
  ];
  const nameAs = (kind: string, knownAt?: string) =>
    valueOf(events, 'cluster-name', `${clusterId}:${kind}`, on(2016), knownAt) !== undefined;
  expect([nameAs('code'), nameAs('code', at(2016)), nameAs('working'), nameAs('working', at(2016))]).toEqual([
    ...[false, true, true, false],
  ]);
});

describe('what was recorded of an operation', () => {
  const operationId = countedUuid(5);
  const of = { operationId, clusterId };
  const plan = { planVersion: 1, planHash: 'a'.repeat(64) };
  const tally = { members: 9, present: 9, represented: 0, for: 9, against: 0, abstentions: 0 };
  const share = { numerator: 1, denominator: 2 };
  const rule = {
    ...{ kind: 'dissolution' as const, majorityOf: 'votes-cast' as const, statutesVersion: 1 },
    ...{ quorum: share, majority: share, strict: false },
  };
  const part = { subjectId: clusterId, about: operationId };

  it.each<[FactKind, string, Event, object, object]>([
    [
      'adoption',
      clusterId,
      { type: 'mergers.PlanAdopted', data: { ...of, ...plan, verdicts: [], on: '2016-01-15' } },
      {},
      part,
    ],
    [
      'notice',
      clusterId,
      { type: 'mergers.NoticePublished', data: { ...of, where: 'Le Progrès', on: '2016-01-15' } },
      { where: 'La Montagne' },
      part,
    ],
    [
      'documents-opening',
      clusterId,
      { type: 'mergers.DocumentsOpened', data: { ...of, where: 'seat', on: '2016-01-15' } },
      { where: 'on-line' },
      part,
    ],
    [
      'vote',
      clusterId,
      {
        type: 'mergers.AssemblyVoted',
        data: {
          ...{ ...of, ...plan, tally, rule },
          ...{ outcome: 'adopted', verdicts: [], on: '2016-01-15' },
        },
      },
      { tally: { ...tally, for: 8, abstentions: 1 } },
      part,
    ],
    [
      'condition',
      bodyId,
      {
        type: 'mergers.ConditionRecorded',
        data: { operationId, conditionId: bodyId, status: 'failed', on: '2016-01-15' },
      },
      { status: 'fulfilled' },
      { ...part, subjectId: operationId },
    ],
    [
      'declaration',
      'prefecture',
      {
        type: 'mergers.OperationDeclared',
        data: { operationId, authority: 'prefecture', receipt: 'W1', on: '2016-01-15' },
      },
      { receipt: 'W2' },
      { ...part, subjectId: operationId },
    ],
  ])('%s: has its versions, and is known as it was until it was corrected', (kind, name, event, changes, identity) => {
    const key = `${operationId}:${name}`;
    const [was, now] = [event.data, { ...event.data, ...changes, on: '2016-01-10' }];
    const stated = { ...event, recordedAt: at(2016) } as Event;
    const [correctedType, voidedType] = [`${event.type}Corrected`, `${event.type}Voided`];
    const said = { fact: eventId(0), ...why };
    const corrects = {
      type: correctedType,
      data: { ...said, was, now, on: '2016-01-10' },
      recordedAt: at(2017),
    } as Event;
    const voids = { type: voidedType, data: { ...said, was: now, on: '2016-01-10' }, recordedAt: at(2018) } as Event;
    const known = (knownAt?: string) => valueOf([stated, corrects, voids], kind, key, '2016-01-12', knownAt);
    expect([known(at(2016)), known()]).toEqual([undefined, undefined]);
    expect(known(at(2017))).toMatchObject(changes);
    expect(factsAfter([stated]).get(factId(kind, key))).toMatchObject(identity);
    expect(valueOf([stated, corrects], kind, key, '2016-02-01', at(2016))).toMatchObject({ operationId });
  });
});
