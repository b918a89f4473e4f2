import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold, requireSettled } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import {
  absentOn,
  body,
  type BodyCommand,
  type CreateBody,
  type BodyAbolished,
  type BodyConstrained,
  type BodyConstraintLifted,
  type BodyCreated,
  type BodyEvent,
  type BodyResized,
} from './body.ts';

const bodyId = countedUuid(1);
const clusterId = countedUuid(2);
const rhoneAlley = countedUuid(3);
const operationId = countedUuid(4);
const facts = {
  bodyId,
  clusterId,
  kind: 'board',
  name: 'Conseil d’administration',
  size: 24,
  since: '2010-01-01',
} as const;
const create: CreateBody = { type: 'CreateBody', ...facts };
const created: BodyCreated = { type: 'BodyCreated', ...facts };
const reserved = { seats: 10, forClusterId: rhoneAlley, until: '2016-06-30' };
const resize = { type: 'ResizeBody', bodyId, size: 40, reserved, since: '2015-06-24' } as const;
const resized: BodyResized = { ...resize, type: 'BodyResized', clusterId };
const abolish = { type: 'AbolishBody', bodyId, cause: 'decision', on: '2017-03-28' } as const;
const abolished: BodyAbolished = { ...abolish, type: 'BodyAbolished', clusterId };
const constraintId = countedUuid(5);
const constrain = {
  type: 'ConstrainBody',
  ...{ bodyId, constraintId, remedyDays: 28, since: '2015-06-24' },
  rule: { kind: 'cap', most: 2 },
} as const;
const constrained: BodyConstrained = { ...constrain, type: 'BodyConstrained', clusterId };
const lift = { type: 'LiftConstraint', bodyId, constraintId, on: '2016-07-01' } as const;
const lifted: BodyConstraintLifted = { ...lift, type: 'BodyConstraintLifted', clusterId };
const { given } = specification(body);

describe('a body', () => {
  it('is created', () => {
    given().when(create).then(created);
  });
  it('created again with the same facts is already so', () => {
    given(created).when(create).then();
  });
  it('created again with the same facts is already so after its abolition too', () => {
    given(created, abolished).when(create).then();
  });
  it('grows, with seats reserved for those who come', () => {
    given(created).when(resize).then(resized);
  });
  it('resized again with the same facts is already so', () => {
    given(created, resized).when(resize).then();
  });
  it('a later statement about the same day takes the place of the earlier', () => {
    given(created, resized)
      .when({ ...resize, size: 38 })
      .then({ ...resized, size: 38 });
  });
  it('the whole body may be reserved', () => {
    given(created)
      .when({ ...resize, size: 10 })
      .then({ ...resized, size: 10 });
  });
  it('what happened before the abolition may be recorded after it', () => {
    given(created, abolished).when(resize).then(resized);
  });
  it('is abolished by a decision', () => {
    given(created).when(abolish).then(abolished);
  });
  it('abolished again with the same facts is already so', () => {
    given(created, abolished).when(abolish).then();
  });
  it('a succession overtakes an abolition decided for a later day', () => {
    const succession = { ...abolish, cause: 'succession', operationId, on: '2017-01-01' } as const;
    given(created, abolished)
      .when(succession)
      .then({ ...abolished, cause: 'succession', operationId, on: '2017-01-01' });
  });
  it('a succession overtakes what was decided for later days, whichever was recorded first', () => {
    const succession = { ...abolish, cause: 'succession', operationId, on: '2017-01-01' } as const;
    const ends: BodyEvent = { ...abolished, cause: 'succession', operationId, on: '2017-01-01' };
    const planned: BodyEvent = { ...resized, since: '2018-01-01' };
    given(created, planned).when(succession).then(ends);
    expect(fold(body, [created, planned, ends])).toMatchObject({ status: 'abolished', sizes: [] });
  });
  it('is there from its first day to the day before its abolition, for whoever needs it', () => {
    const gone = [created, abolished].reduce((state, event) => body.evolve(state, event), body.initial);
    expect(['2010-01-01', '2017-03-27'].map((day) => absentOn(day, gone))).toEqual([undefined, undefined]);
    expect(absentOn('2030-01-01', body.evolve(body.initial, created))).toBeUndefined();
  });
});

describe('the name of a body', () => {
  const rename = (name: string, since: string) => ({ type: 'RenameBody', bodyId, name, since }) as const;
  const renamed = (name: string, since: string) => ({ type: 'BodyRenamed', bodyId, clusterId, name, since }) as const;
  it('is another from a day on', () => {
    given(created).when(rename('Bureau', '2015-06-24')).then(renamed('Bureau', '2015-06-24'));
  });
  it('that it bears that day is already so', () => {
    given(created).when(rename(facts.name, '2015-06-24')).then();
    given(created, renamed('Bureau', '2015-06-24')).when(rename('Bureau', '2016-01-01')).then();
  });
  it('may be recorded late, and back again', () => {
    given(created, renamed('Bureau', '2015-06-24'))
      .when(rename('Conseil', '2012-01-01'))
      .then(renamed('Conseil', '2012-01-01'));
    given(created, renamed('Bureau', '2015-06-24'))
      .when(rename(facts.name, '2016-01-01'))
      .then(renamed(facts.name, '2016-01-01'));
  });
  it('is no other once the body is gone, nor before it was there', () => {
    given(created, abolished).when(rename('Bureau', '2017-03-28')).refused({ type: 'GOV_BODY_ABOLISHED' });
    given(created).when(rename('Bureau', '2009-12-31')).refused({ type: 'GOV_BODY_BEFORE_CREATION' });
    given().when(rename('Bureau', '2015-06-24')).refused({ type: 'GOV_BODY_NOT_FOUND' });
  });
});

describe('refusals of a body, in their precedence', () => {
  it.each<[string, readonly BodyEvent[], string]>([
    ['GOV_BODY_NOT_FOUND', [], '2016-01-01'],
    ['GOV_BODY_ABOLISHED', [created, abolished], '2017-03-28'],
    ['GOV_BODY_BEFORE_CREATION', [created], '2009-12-31'],
  ])('%s: for whatever else is to happen in it', (type, history, day) => {
    expect(absentOn(day, fold(body, history))).toMatchObject({ type });
  });

  it.each([
    ['GOV_BODY_EXISTS', 'another name', [created], { ...create, name: 'Bureau' }],
    ['GOV_BODY_NOT_FOUND', 'resized before it is there', [], resize],
    ['GOV_BODY_NOT_FOUND', 'abolished before it is there', [], abolish],
    [
      'GOV_BODY_ABOLISHED',
      'resized on the day of its abolition',
      [created, abolished],
      { ...resize, since: '2017-03-28' },
    ],
    ['GOV_BODY_ABOLISHED', 'abolished on another day', [created, abolished], { ...abolish, on: '2016-01-01' }],
    [
      'GOV_BODY_ABOLISHED',
      'a succession after it',
      [created, abolished],
      { ...abolish, cause: 'succession', on: '2018-01-01' },
    ],
    ['GOV_BODY_BEFORE_CREATION', 'resized too early', [created], { ...resize, since: '2009-12-31' }],
    ['GOV_BODY_BEFORE_CREATION', 'abolished too early', [created], { ...abolish, on: '2009-12-31' }],
    [
      'GOV_BODY_BEFORE_CREATION',
      'before the seats are counted',
      [created],
      { ...resize, size: 9, since: '2009-12-31' },
    ],
    ['GOV_BODY_RESERVED_EXCEEDS_SIZE', 'eleven of ten', [created], { ...resize, size: 9 }],
    ['GOV_BODY_CONSTRAINT_NOT_FOUND', 'a rule that it never had', [created], lift],
  ] as const)('%s: %s', (type, _why, history, command) => {
    given(...history)
      .when(command)
      .refused({ type });
  });

  it('say what was found and what is required', () => {
    given(created)
      .when({ ...resize, size: 9 })
      .refused({ found: 10, required: 9 });
    given(created)
      .when({ ...abolish, on: '2009-12-31' })
      .refused({ found: '2009-12-31', required: '2010-01-01' });
  });
});

describe('the history of a body', () => {
  it('keeps its sizes in the order of the days, whatever the order of recording', () => {
    const later = { ...resized, since: '2016-01-01', size: 41 };
    const state = fold(body, [created, later, resized]);
    expect(state).toMatchObject({ status: 'active', sizes: [resized, later] });
  });
  it('that begins in its middle is a bug, not a refusal', () => {
    expect(() => requireSettled(fold(body, [resized]))).toThrow('the body was not created');
    expect(() => requireSettled(fold(body, [created, abolished, abolished]))).toThrow('cannot follow');
  });
  const day = fc.constantFrom('2009-06-01', '2010-01-01', '2015-06-24', '2017-03-28');
  const anyCommand: fc.Arbitrary<BodyCommand> = fc.oneof(
    fc.constantFrom(create, { ...create, name: 'Bureau' }),
    fc.record({ size: fc.nat(40), since: day }).map((more) => ({ ...resize, ...more })),
    fc
      .record({ name: fc.constantFrom('Bureau', facts.name), since: day })
      .map((more) => ({ type: 'RenameBody', bodyId, ...more }) as const),
    fc.record({ on: day, cause: fc.constantFrom('decision', 'succession') }).map((more) => ({ ...abolish, ...more })),
  );
  deciderIsIdempotent('body', body, fc.array(anyCommand, { maxLength: 12 }));
});

const renamedOn = (since: string) => ({ type: 'BodyRenamed', bodyId, clusterId, name: 'Bureau', since }) as const;
factsInAnyOrder(body, {
  BodyCreated: {
    fact: created,
    after: [resized, abolished],
    carries: true,
    command: create,
    other: { name: 'Bureau', size: 12, since: '2009-01-01' },
    overlap: 'a body is created once, under an id of its own',
  },
  BodyResized: {
    before: [created],
    fact: resized,
    after: [abolished],
    command: resize,
    other: { size: 38, reserved: { ...reserved, seats: 9 }, since: '2015-06-01' },
    overlap: 'of two sizes from one day on the one that was recorded last holds',
  },
  BodyRenamed: {
    before: [created],
    fact: renamedOn('2015-06-24'),
    after: [{ ...renamedOn('2016-01-01'), name: 'Conseil' }],
    command: { type: 'RenameBody', bodyId, name: 'Bureau', since: '2015-06-24' },
    other: { name: 'Le Bureau', since: '2015-01-01' },
    overlap: [{ command: { ...abolish, on: '2015-06-24' }, day: '2015-06-24' }],
  },
  BodyConstrained: {
    before: [created],
    fact: constrained,
    after: [lifted],
    carries: true,
    command: constrain,
    other: { rule: { kind: 'cap', most: 3 }, remedyDays: 30, since: '2015-01-01' },
    overlap: 'of two rules of one id from one day on the one that was recorded last binds',
  },
  BodyConstraintLifted: {
    before: [created, constrained],
    fact: lifted,
    after: [{ ...constrained, since: '2195-01-01' }],
    command: lift,
    other: { on: '2016-06-01' },
    overlap: [{ command: { ...lift, on: '2016-09-01' }, day: '2016-09-01' }],
  },
  BodyAbolished: {
    before: [created, resized],
    fact: abolished,
    after: 'nothing counts after it',
    command: abolish,
    other: { on: '2018-01-01' },
    overlap: [{ command: { ...resize, since: '2018-01-01' }, day: '2017-03-28' }],
  },
});
