import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { GrappeEvents } from '#libs/contracts';
import { countedUuid } from '#libs/kernel/testing';
import { chunkingDoesNotMatter, given, type Happened } from '#libs/projections/testing';
import { bodies } from './bodies/bodies.projection.ts';
import { meetings } from './meetings/meetings.projection.ts';
import { holdersOf, offices } from './offices/offices.projection.ts';
import { resolutions } from './resolutions/resolutions.projection.ts';
import { roles } from './roles/roles.projection.ts';
import { statutesVersions } from './statutes/statutes.projection.ts';

type History = readonly Happened<GrappeEvents>[];

const clusterId = countedUuid(1);
const bodyId = countedUuid(2);
const officeId = countedUuid(3);
const operationId = countedUuid(4);
const meetingId = countedUuid(5);
const resolutionId = countedUuid(6);
const roleId = countedUuid(7);
const bodyFacts = { bodyId, clusterId, kind: 'board', name: 'CA', since: '2010-01-01' } as const;
const officeFacts = {
  officeId,
  bodyId,
  clusterId,
  kind: 'president',
  title: 'Présidence',
  since: '2010-01-01',
} as const;
const bodyCreated = { type: 'governance.BodyCreated', data: { ...bodyFacts, size: 24 } } as const;
const officeCreated = { type: 'governance.OfficeCreated', data: { ...officeFacts, maxHolders: 1 } } as const;

function started(count: number, name: string, since: string, limit?: string) {
  const person = { personId: countedUuid(30 + count), name };
  const facts = { mandateId: countedUuid(20 + count), person, how: 'elected', since } as const;
  const data = { ...facts, officeId, bodyId, clusterId, ...(limit === undefined ? {} : { limit }) };
  return { type: 'governance.MandateStarted', data } as const;
}
function ended(count: number, on: string) {
  const data = {
    mandateId: countedUuid(20 + count),
    officeId,
    bodyId,
    clusterId,
    cause: 'succession',
    operationId,
    on,
  } as const;
  return { type: 'governance.MandateEnded', data } as const;
}

describe('governance.bodies', () => {
  const resized = (since: string, size: number) =>
    ({ type: 'governance.BodyResized', data: { bodyId, clusterId, size, since } }) as const;
  it('keeps the sizes in the order of the days, the first with the creation', () => {
    const reserved = { seats: 10, forClusterId: countedUuid(9) };
    const late = {
      type: 'governance.BodyResized',
      data: { bodyId, clusterId, size: 40, reserved, since: '2015-06-24' },
    } as const;
    expect(given(bodies, [bodyCreated, resized('2016-01-01', 41), late]).document(bodyId)?.sizes).toEqual([
      { since: '2010-01-01', size: 24 },
      { since: '2015-06-24', size: 40, reserved },
      { since: '2016-01-01', size: 41 },
    ]);
  });
  it('has no size where none was recorded', () => {
    const unsized = { type: 'governance.BodyCreated', data: bodyFacts } as const;
    expect(given(bodies, [unsized]).document(bodyId)).toEqual({ ...bodyFacts, sizes: [] });
  });
  it('says when and why a body was abolished', () => {
    const decision = {
      type: 'governance.BodyAbolished',
      data: { bodyId, clusterId, cause: 'decision', on: '2016-01-01' },
    } as const;
    expect(given(bodies, [bodyCreated, decision]).document(bodyId)?.abolished).toEqual({
      on: '2016-01-01',
      cause: 'decision',
    });
    const effect = { ...decision, data: { ...decision.data, cause: 'succession', operationId } } as const;
    expect(given(bodies, [bodyCreated, effect]).document(bodyId)?.abolished).toEqual({
      on: '2016-01-01',
      cause: 'succession',
      operationId,
    });
  });
  it('stops at an event about a body that was never created', () => {
    expect(() => given(bodies, [resized('2016-01-01', 41)])).toThrow('and there is none');
  });
});

describe('governance.offices', () => {
  const history: History = [
    officeCreated,
    { type: 'governance.OfficeMaxHoldersSet', data: { officeId, clusterId, maxHolders: 2, since: '2015-06-24' } },
    started(1, 'Catherine Bocquet', '2014-01-01'),
    started(2, 'Patrick Montier', '2015-06-24', '2016-06-23'),
    ended(1, '2017-03-28'),
  ];
  it('keeps who held the office from when to when, how, and why no more', () => {
    const document = given(offices, history).document(officeId);
    expect(document).toMatchObject({
      ...officeFacts,
      capacities: [{ maxHolders: 1 }, { since: '2015-06-24', maxHolders: 2 }],
    });
    expect(document?.mandates).toEqual([
      {
        mandateId: countedUuid(21),
        person: { personId: countedUuid(31), name: 'Catherine Bocquet' },
        how: 'elected',
        since: '2014-01-01',
        until: '2017-03-28',
        cause: 'succession',
        operationId,
      },
      {
        mandateId: countedUuid(22),
        person: { personId: countedUuid(32), name: 'Patrick Montier' },
        how: 'elected',
        since: '2015-06-24',
        limit: '2016-06-23',
      },
    ]);
  });
  it.each([
    ['2013-12-31', []],
    ['2015-06-24', ['Catherine Bocquet', 'Patrick Montier']],
    ['2016-06-24', ['Catherine Bocquet']],
    ['2017-03-28', []],
  ])('was held on %s by %j', (day, names) => {
    const document = given(offices, history).document(officeId);
    expect(document && holdersOf(document, day).map(({ person }) => person.name)).toEqual(names);
  });
  it('an end that a succession overtakes is replaced whole', () => {
    const term = {
      ...ended(1, '2018-01-01'),
      data: { mandateId: countedUuid(21), officeId, bodyId, clusterId, cause: 'term', on: '2018-01-01' },
    } as const;
    const [mandate] =
      given(offices, [...history.slice(0, 3), term, ended(1, '2017-03-28')]).document(officeId)?.mandates ?? [];
    expect(mandate).toMatchObject({ until: '2017-03-28', cause: 'succession' });
  });
});

describe('governance.roles', () => {
  const assigned = {
    type: 'governance.RoleAssigned',
    data: {
      roleId,
      clusterId,
      title: 'Directeur général',
      person: { personId: countedUuid(8), name: 'Armand Lulka' },
      since: '2012-09-03',
    },
  } as const;
  it('keeps who filled a role from when to when', () => {
    const end = {
      type: 'governance.RoleEnded',
      data: { roleId, clusterId, reason: 'départ', on: '2016-09-01' },
    } as const;
    expect(given(roles, [assigned, end]).document(roleId)).toEqual({
      ...assigned.data,
      until: '2016-09-01',
      reason: 'départ',
    });
  });
  it('has no reason where none was recorded', () => {
    const end = { type: 'governance.RoleEnded', data: { roleId, clusterId, on: '2016-09-01' } } as const;
    expect(given(roles, [assigned, end]).document(roleId)).toEqual({ ...assigned.data, until: '2016-09-01' });
  });
});

const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true } as const;

describe('governance.statutes', () => {
  const version = (statutesVersion: number, inForceFrom: string) => ({
    statutesVersion,
    inForceFrom,
    clauses: { ordinary: clause, amendment: clause, dissolution: clause },
  });
  it('keeps every version under the id of the cluster', () => {
    const history: History = [version(1, '2010-01-01'), version(2, '2015-06-24')].map((data) => ({
      type: 'governance.StatutesAdopted',
      data: { clusterId, ...data },
    }));
    expect(given(statutesVersions, history).document(clusterId)).toEqual({
      clusterId,
      versions: [version(1, '2010-01-01'), version(2, '2015-06-24')],
    });
  });
});

const tally = { members: 220, present: 90, represented: 40, for: 100, against: 20, abstentions: 10 };
const place = { meetingId, bodyId, clusterId };
const convened = {
  type: 'governance.MeetingConvened',
  data: { ...place, convenedOn: '2016-03-01', scheduledFor: '2016-03-31', agenda: ['Fusion'] },
} as const;
const held = {
  type: 'governance.MeetingHeld',
  data: { ...place, members: 220, present: 90, represented: 40, on: '2016-03-31' },
} as const;
const tabled = (id: string) =>
  ({
    type: 'governance.ResolutionTabled',
    data: { resolutionId: id, ...place, clause: 'dissolution', subject: 'Fusion', on: '2016-03-31' },
  }) as const;
const rule = { ...clause, kind: 'dissolution', statutesVersion: 1 } as const;
const decided = {
  type: 'governance.ResolutionDecided',
  data: { resolutionId, ...place, tally, rule, outcome: 'adopted', on: '2016-03-31' },
} as const;

describe('governance.meetings and governance.resolutions', () => {
  const other = countedUuid(10);
  const history: History = [convened, tabled(resolutionId), tabled(other), held, decided];
  it('a meeting shows who was there and what became of its resolutions', () => {
    expect(given(meetings, history).document(meetingId)).toEqual({
      ...convened.data,
      held: { on: '2016-03-31', members: 220, present: 90, represented: 40 },
      resolutions: [
        { resolutionId, clause: 'dissolution', subject: 'Fusion', outcome: 'adopted' },
        { resolutionId: other, clause: 'dissolution', subject: 'Fusion' },
      ],
    });
  });
  it('a resolution shows the numbers that decided', () => {
    const documents = given(resolutions, history);
    expect(documents.document(resolutionId)).toEqual({
      ...tabled(resolutionId).data,
      status: 'adopted',
      decision: { on: '2016-03-31', tally, rule },
    });
    expect(documents.document(other)).toEqual({ ...tabled(other).data, status: 'tabled' });
  });
  it('a decision on what was not tabled stops the minutes', () => {
    expect(() => given(meetings, [convened, decided])).toThrow('not in the document');
  });
  it('minutes of a meeting that was never convened stop the read model', () => {
    expect(() => given(meetings, [held])).toThrow('and there is none');
  });
});

describe('every read model', () => {
  const other = countedUuid(10);
  const days = ['2010-06-01', '2013-01-01', '2016-01-01', '2019-01-01'] as const;
  const anyLater: fc.Arbitrary<Happened<GrappeEvents>> = fc.oneof(
    fc.record({ size: fc.nat(40), since: fc.constantFrom(...days) }).map(({ size, since }) => ({
      type: 'governance.BodyResized' as const,
      data: { bodyId, clusterId, size, since },
    })),
    fc.constantFrom(...days).map((day) => started(days.indexOf(day), 'Somebody', day)),
    fc.constantFrom(...days).map((day) => ended(days.indexOf(day), day)),
    fc.constantFrom(tabled(other), held, decided),
  );
  const anyHistory = fc
    .array(anyLater, { maxLength: 25 })
    .map((later): History => [bodyCreated, officeCreated, convened, tabled(resolutionId), ...later]);
  chunkingDoesNotMatter(bodies, anyHistory);
  chunkingDoesNotMatter(offices, anyHistory);
  chunkingDoesNotMatter(meetings, anyHistory);
  chunkingDoesNotMatter(resolutions, anyHistory);
});
