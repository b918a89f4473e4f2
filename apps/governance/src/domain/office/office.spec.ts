import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { countedUuid, specification } from '#libs/kernel/testing';
import { holdersOn, office } from './office.decide.ts';
import {
  abolishedOn,
  auvergneTic,
  bocquet,
  clusterId,
  create,
  created,
  end,
  ended,
  extend,
  maxHolders,
  maxHoldersSet,
  montier,
  officeId,
  operationId,
  represent,
  represented,
  representNoMore,
  start,
  started,
} from './testing/office.fixtures.ts';
import type { OfficeEvent } from './office.ts';

const FOLLOWS = 'It follows from facts of the mandate that were recorded late or corrected.';
const { given } = specification(office);
const two = maxHoldersSet({ maxHolders: 2, since: '2015-06-24' });

describe('an office', () => {
  it('is created', () => {
    given().when(create).then(created);
  });
  it('created again with the same facts is already so', () => {
    given(created).when(create).then();
  });
  it('may have more holders from a day on', () => {
    given(created)
      .when(maxHolders({ maxHolders: 2, since: '2015-06-24' }))
      .then(two);
  });
  it('the same number from the same day is already so', () => {
    given(created, two)
      .when(maxHolders({ maxHolders: 2, since: '2015-06-24' }))
      .then();
    given(created)
      .when(maxHolders({ maxHolders: 1, since: create.since }))
      .then();
  });
});

describe('a mandate', () => {
  it('starts', () => {
    given(created).when(start(bocquet)).then(started(bocquet));
  });
  it('started again with the same facts is already so, also when it has ended since', () => {
    given(created, started(bocquet)).when(start(bocquet)).then();
    given(created, started(bocquet), ended(bocquet)).when(start(bocquet)).then();
  });
  it('is the same mandate under another spelling of the name, which may have been erased', () => {
    given(created, started({ ...bocquet, person: { ...bocquet.person, name: '[erased]' } }))
      .when(start(bocquet))
      .then();
  });
  it('two persons hold an office side by side where two may', () => {
    given(created, two, started(bocquet)).when(start(montier)).then(started(montier));
  });
  it('follows another mandate of the chain from the day on which that one is held no more', () => {
    const next = {
      ...bocquet,
      mandateId: countedUuid(90),
      since: '2016-06-24',
      limit: undefined,
      follows: bocquet.mandateId,
    };
    given(created, started(bocquet), ended({ ...bocquet, on: '2016-06-24' }))
      .when(start(next))
      .then(started(next));
  });
  it('starts where the one before is past its limit, even though nobody recorded its end', () => {
    const next = { ...montier, since: '2016-06-24' };
    given(created, started({ ...bocquet, limit: '2016-06-23' }))
      .when(start(next))
      .then(started(next));
  });
  it('of the past is recorded with its end', () => {
    const past = { ...montier, since: '2012-01-01', ended: { on: '2014-01-01', cause: 'term' } } as const;
    given(created, started(bocquet))
      .when(start(past))
      .then(started(past), ended({ ...past, on: '2014-01-01', cause: 'term' }));
  });
  it('recorded with its end again is already so, and with its end for the first time ends', () => {
    const past = { ...montier, since: '2012-01-01', ended: { on: '2014-01-01', cause: 'term' } } as const;
    const itsEnd = ended({ ...past, on: '2014-01-01', cause: 'term' });
    given(created, started(past), itsEnd).when(start(past)).then();
    given(created, started(past)).when(start(past)).then(itsEnd);
  });
  it('ends with its cause', () => {
    given(created, started(bocquet)).when(end(bocquet)).then(ended(bocquet));
  });
  it('ended twice with the same facts is already so', () => {
    given(created, started(bocquet), ended(bocquet)).when(end(bocquet)).then();
  });
  it('may end on the day on which it started: then it was never held', () => {
    const never = { ...bocquet, on: bocquet.since };
    given(created, started(bocquet)).when(end(never)).then(ended(never));
  });
  it('is expired from the day after its limit', () => {
    const expired = { ...bocquet, on: '2016-06-25', cause: 'expiry' } as const;
    given(created, started({ ...bocquet, limit: '2016-06-24' }))
      .when(end(expired))
      .then(ended(expired));
  });
  it('a succession overtakes an end recorded for a later day', () => {
    const succession = { ...bocquet, on: '2016-03-31', cause: 'succession', operationId } as const;
    given(created, started(bocquet), ended({ ...bocquet, on: '2017-01-01' }))
      .when(end(succession))
      .then(ended(succession));
  });
  it('who had left before a succession, recorded after it, left that day', () => {
    const succession = ended({ ...bocquet, on: '2016-03-31', cause: 'succession', operationId });
    const state = given(created, started(bocquet), succession)
      .when(end({ ...bocquet, on: '2016-01-01' }))
      .state();
    expect(state).toMatchObject({ mandates: [{ until: '2016-01-01' }] });
  });
  it('that it had expired before a succession follows until it is decided otherwise, on whatever day', () => {
    const limited = started({ ...bocquet, limit: '2016-01-01' });
    const expired = ended({ ...bocquet, on: '2016-01-02', cause: 'expiry', operationId });
    for (const on of ['2015-12-01', '2016-01-02', '2016-02-01']) {
      const state = given(created, limited, expired)
        .when(end({ ...bocquet, on }))
        .state();
      expect(state).toMatchObject({ mandates: [{ until: on, ended: { cause: 'resignation' } }] });
    }
  });
  it('the end that follows from a succession is corrected where the mandate was', () => {
    const ahead = started({ ...bocquet, since: '2018-01-01' });
    const never = { ...bocquet, on: '2018-01-01', cause: 'succession', operationId } as const;
    const { type: _type, ...was } = ended(never);
    const now = { ...was, on: '2016-03-31' };
    given(created, ahead, ended(never))
      .when(end({ ...never, on: '2016-03-31' }))
      .then({ type: 'MandateEndedCorrected', fact: '2', was, now, reason: FOLLOWS, on: '2016-03-31' });
    given(created, ahead, ended(never)).when(end(never)).then();
  });
  it('the end that follows from a succession is taken back where its body had ended before', () => {
    const succession = ended({ ...bocquet, on: '2016-03-31', cause: 'succession', operationId });
    const { type: _type, ...was } = succession;
    const keep = { type: 'KeepMandate', officeId, mandateId: was.mandateId, operationId } as const;
    const taken = { type: 'MandateEndedVoided', fact: '2', was, reason: FOLLOWS, on: '2016-03-31' } as const;
    given(created, started(bocquet), succession).when(keep).then(taken);
    given(created, started(bocquet), succession, taken).when(keep).then();
  });
  it('a mandate that never was is taken back with its ends, also that by a succession', () => {
    const voids = { type: 'VoidFact', of: 'MandateStarted', fact: '1', reason: 'never was' } as const;
    const succession = ended({ ...bocquet, on: '2016-03-31', cause: 'succession', operationId });
    const history = [created, started(bocquet), ended({ ...bocquet, on: '2016-01-01' }), succession];
    expect(
      given(...history)
        .when(voids)
        .state(),
    ).toMatchObject({ mandates: [], voided: ['2', '3', '1'] });
  });
  it('recorded in a body that was abolished later, it is open: that it ends with its body follows at the read', () => {
    given(created)
      .when(start({ ...bocquet, body: abolishedOn('2017-01-01') }))
      .then(started(bocquet));
  });
});

describe('refusals of an office, in their precedence', () => {
  const past = { ...montier, since: '2012-01-01' };
  it.each([
    ['GOV_OFFICE_EXISTS', 'another title', [created], { ...create, title: 'Coprésidence' }],
    ['GOV_OFFICE_NOT_FOUND', 'no such office for a mandate', [], start(bocquet)],
    ['GOV_OFFICE_NOT_FOUND', 'no such office for an end', [], end(bocquet)],
    ['GOV_OFFICE_NOT_FOUND', 'no such office for a number', [], maxHolders({ maxHolders: 2, since: '2016-01-01' })],
    ['GOV_OFFICE_BEFORE_CREATION', 'a number too early', [created], maxHolders({ maxHolders: 2, since: '2009-12-31' })],
    [
      'GOV_OFFICE_FULL',
      'fewer than there are',
      [created, two, started(bocquet), started(montier)],
      maxHolders({ maxHolders: 1, since: '2015-09-01' }),
    ],
    [
      'GOV_MANDATE_EXISTS',
      'another day before all',
      [created, started(bocquet)],
      start({ ...bocquet, since: '2009-01-01' }),
    ],
    [
      'GOV_MANDATE_ENDED',
      'recorded with another end',
      [created, started(past), ended({ ...past, on: '2013-01-01' })],
      start({ ...past, ended: { on: '2014-01-01', cause: 'term' } }),
    ],
    [
      'GOV_OFFICE_BEFORE_CREATION',
      'before the limit is asked for',
      [created],
      start({ ...bocquet, since: '2009-12-31', limit: undefined }),
    ],
    [
      'GOV_MANDATE_LIMIT_REQUIRED',
      'a transitional mandate',
      [created],
      start({ ...bocquet, limit: undefined, how: 'transitional' }),
    ],
    [
      'GOV_MANDATE_LIMIT_BEFORE_START',
      'before the chain is looked at',
      [created],
      start({ ...bocquet, limit: '2015-06-23', follows: montier.mandateId }),
    ],
    [
      'GOV_MANDATE_FOLLOWS_UNKNOWN',
      'a mandate of another office',
      [created],
      start({ ...bocquet, follows: montier.mandateId }),
    ],
    ['GOV_MANDATE_FOLLOWS_UNKNOWN', 'itself', [created], start({ ...bocquet, follows: bocquet.mandateId })],
    [
      'GOV_MANDATE_END_BEFORE_START',
      'recorded with an end too early',
      [created],
      start({ ...past, ended: { on: '2011-12-31', cause: 'term' } }),
    ],
    ['GOV_BODY_ABOLISHED', 'after its body', [created], start({ ...bocquet, body: abolishedOn('2015-06-23') })],
    [
      'GOV_BODY_ABOLISHED',
      'on the day its body ends',
      [created],
      start({ ...bocquet, body: abolishedOn('2015-06-24') }),
    ],
    [
      'GOV_MANDATE_NOT_EXPIRED',
      'recorded as expired without a limit',
      [created],
      start({ ...past, ended: { on: '2014-01-01', cause: 'expiry' } }),
    ],
    [
      'GOV_MANDATE_PERSON_HOLDS_OFFICE',
      'the same person twice, though there is room',
      [created, two, started(bocquet)],
      start({ ...bocquet, mandateId: countedUuid(91) }),
    ],
    [
      'GOV_MANDATE_PERSON_HOLDS_OFFICE',
      'the same person, recorded late and open',
      [created, started(bocquet)],
      start({ ...bocquet, mandateId: countedUuid(91), since: '2012-01-01', limit: undefined }),
    ],
    ['GOV_OFFICE_FULL', 'a second holder where one may', [created, started(bocquet)], start(montier)],
    ['GOV_OFFICE_FULL', 'recorded late and open', [created, started(bocquet)], start(past)],
    [
      'GOV_OFFICE_FULL',
      'a third holder where two may',
      [created, two, started(bocquet), started(montier)],
      start(auvergneTic),
    ],
    [
      'GOV_OFFICE_FULL',
      'two before two were allowed',
      [created, two, started({ ...bocquet, since: '2015-01-01' })],
      start({ ...montier, since: '2015-06-23' }),
    ],
    ['GOV_MANDATE_NOT_FOUND', 'no such mandate', [created], end(bocquet)],
    [
      'GOV_MANDATE_ENDED',
      'ended on another day, before all',
      [created, started(bocquet), ended(bocquet)],
      end({ ...bocquet, on: '2014-01-01' }),
    ],
    [
      'GOV_MANDATE_ENDED',
      'a succession after the end',
      [created, started(bocquet), ended(bocquet)],
      end({ ...bocquet, on: '2018-01-01', cause: 'succession' }),
    ],
    [
      'GOV_MANDATE_END_BEFORE_START',
      'ended too early, before its limit is looked at',
      [created, started(bocquet)],
      end({ ...bocquet, on: '2015-06-23', cause: 'expiry' }),
    ],
    [
      'GOV_MANDATE_NOT_EXPIRED',
      'on its last day',
      [created, started({ ...bocquet, limit: '2016-06-24' })],
      end({ ...bocquet, on: '2016-06-24', cause: 'expiry' }),
    ],
    [
      'GOV_MANDATE_NOT_EXPIRED',
      'without a limit',
      [created, started(montier)],
      end({ ...montier, on: '2017-01-01', cause: 'expiry' }),
    ],
  ] as const)('%s: %s', (type, _why, history, command) => {
    given(...history)
      .when(command)
      .refused({ type });
  });

  it.each([
    [
      'GOV_MANDATE_WITHOUT_LIMIT',
      'one without a limit',
      [started(montier)],
      extend({ mandateId: montier.mandateId, limit: '2018-01-01', on: '2016-01-01' }),
    ],
    [
      'GOV_MANDATE_EXTENSION_TOO_SHORT',
      'to an earlier day',
      [started({ ...bocquet, limit: '2016-06-24' })],
      extend({ limit: '2015-12-31', on: '2015-10-01' }),
    ],
    ['GOV_REPRESENTATION_NOT_FOUND', 'one that never began', [started(bocquet)], representNoMore({ on: '2016-01-01' })],
    [
      'GOV_REPRESENTATION_EXISTS',
      'another place under its id',
      [started(bocquet), represented],
      { ...represent, where: 'Pôle emploi' },
    ],
    [
      'GOV_REPRESENTATION_END_BEFORE_START',
      'ended before it began',
      [started(bocquet), represented],
      representNoMore({ on: '2015-08-31' }),
    ],
  ] as const)('%s, of an extension or of a seat elsewhere: %s', (type, _why, history, command) => {
    given(created, ...history)
      .when(command)
      .refused({ type });
  });

  it('a full office says on which day, how many there would be and how many may', () => {
    given(created, started(bocquet)).when(start(past)).refused({ day: '2015-06-24', found: 2, required: 1 });
  });
});

describe('whoever holds an office', () => {
  const history: readonly OfficeEvent[] = [
    created,
    two,
    started({ ...bocquet, since: '2014-01-01', limit: undefined }),
    started({ ...montier, limit: '2016-06-24' }),
    ended({ ...bocquet, on: '2017-03-28', cause: 'succession', operationId }),
  ];
  const state = fold(office, history);
  it.each([
    ['2013-12-31', []],
    ['2014-01-01', ['Catherine Bocquet']],
    ['2015-06-23', ['Catherine Bocquet']],
    ['2015-06-24', ['Catherine Bocquet', 'Patrick Montier']],
    ['2016-06-24', ['Catherine Bocquet', 'Patrick Montier']],
    ['2016-06-25', ['Catherine Bocquet']],
    ['2017-03-27', ['Catherine Bocquet']],
    ['2017-03-28', []],
  ])('on %s: %j', (day, names) => {
    expect(holdersOn(state, day).map(({ person }) => person.name)).toEqual(names);
  });
  it('an office that is not there has none', () => {
    expect(holdersOn(office.initial, '2016-01-01')).toEqual([]);
  });
});

describe('the history of an office', () => {
  it.each([
    ['a mandate of no office', () => office.evolve(office.initial, started(bocquet)), 'the office was not created'],
    [
      'the end of no mandate',
      () => office.evolve(office.evolve(office.initial, created), ended(bocquet)),
      'the mandate has not started',
    ],
    [
      'a second end of a mandate',
      () => fold(office, [created, started(bocquet), ended(bocquet), ended(bocquet)]),
      'cannot follow',
    ],
  ])('%s is a bug, not a refusal', (_what, act, message) => {
    expect(() => requireSettled(act())).toThrow(message);
  });
  it('tells the office and the cluster in every event', () => {
    const { decision } = given(created).when(start(bocquet));
    expect(decision).toMatchObject({ ok: true, events: [{ officeId, clusterId }] });
  });
});
