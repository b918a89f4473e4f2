import { describe, expect, it } from '@jest/globals';
import { fold, InvariantBroken } from '#libs/kernel';
import { specification } from '#libs/kernel/testing';
import { absorption, antennaOfDrome, auvergneTic, esker, numelink, rhoneAlley } from '../../../test/facts.ts';
import {
  about,
  id,
  ids,
  apply,
  applied,
  admit,
  admitted,
  end,
  ended,
  from,
  leaving,
  succeed,
  succeeded,
  receive,
  transferred,
  originAdded,
} from '../../../test/membership-words.ts';
import { type MembershipCommand, membership } from './membership.decide.ts';
import { membershipId, type MembershipEvent } from './membership.ts';

const { given } = specification(membership);
const endedByOperation = (on: string): MembershipEvent => ({
  ...{ type: 'MembershipEnded', ...ids, cause: 'resignation', on, operationId: absorption },
});

describe('a membership of a cluster that disappears', () => {
  const keep = { type: 'KeepMembership', ...about, operationId: absorption } as const;

  it('goes on in the successor', () => given(admitted('2010-02-01')).when(succeed).then(succeeded));
  it('goes on once by one operation', () => given(admitted('2010-02-01'), succeeded).when(succeed).then());
  it('goes on although it is to end later', () =>
    given(admitted('2010-02-01'), ended('2016-12-31')).when(succeed).then(succeeded));
  it('is not moved by a second operation', () =>
    given(admitted('2010-02-01'), succeeded)
      .when({ ...succeed, operationId: rhoneAlley })
      .refused({ type: 'MBR_MEMBERSHIP_SUCCEEDED' }));
  it('does not go on after all, where its end of before is recorded late', () => {
    const { operationId: _operation, ...was } = succeed;
    const decision = given(admitted('2010-02-01'), succeeded, ended('2016-03-01')).when(keep).decision;
    expect(decision).toMatchObject({
      events: [{ type: 'MembershipSucceededVoided', was: { on: was.on }, on: '2016-03-31' }],
    });
  });
  it('that never went on has nothing to take back', () => given(admitted('2010-02-01')).when(keep).then());
  it.each<[string, readonly MembershipEvent[], object]>([
    ['that nobody has', [], { type: 'MBR_MEMBERSHIP_NOT_FOUND' }],
    ['that is an application', [applied('2010-01-10')], { type: 'MBR_NOT_A_MEMBER', found: 'applied' }],
    ['that ended', [admitted('2010-02-01'), ended('2012-01-01')], { type: 'MBR_NOT_A_MEMBER', found: 'ended' }],
  ])('%s does not go on', (_what, history, rejection) =>
    given(...history)
      .when(succeed)
      .refused(rejection),
  );
});

describe('receiving what comes over', () => {
  const one = receive(from(rhoneAlley));
  const two = receive(from(rhoneAlley), from(auvergneTic));

  it.each<[string, readonly MembershipEvent[], MembershipCommand, readonly MembershipEvent[]]>([
    [
      'makes a member of one who was none',
      [],
      { ...one, antennaId: antennaOfDrome },
      [transferred(rhoneAlley, { antennaId: antennaOfDrome })],
    ],
    ['makes a member of an applicant', [applied('2010-01-10')], one, [transferred(rhoneAlley)]],
    ['adds the origin to a member, who stays one member', [admitted('2010-02-01')], one, [originAdded(rhoneAlley)]],
    ['adds a second origin', [], two, [transferred(rhoneAlley), originAdded(auvergneTic)]],
    ['adds a second origin that comes late', [transferred(rhoneAlley)], two, [originAdded(auvergneTic)]],
    ['again is nothing new', [transferred(rhoneAlley), originAdded(auvergneTic)], two, []],
    ['does not bring back who left', [transferred(rhoneAlley), ended('2015-07-15')], one, []],
    [
      'of a further origin does not bring back who left',
      [transferred(rhoneAlley), ended('2015-07-15')],
      two,
      [originAdded(auvergneTic)],
    ],
    [
      'makes a member again of one who had left before',
      [admitted('2010-02-01'), ended('2012-01-01')],
      one,
      [transferred(rhoneAlley)],
    ],
    [
      'makes a member again of one who left on the day of the effect',
      [admitted('2010-02-01'), ended('2015-06-30')],
      one,
      [transferred(rhoneAlley)],
    ],
    ['of nobody is nothing', [], receive(), []],
    [
      'of one who leaves later ends the membership on that day',
      [],
      receive(from(rhoneAlley, leaving('2015-12-31'))),
      [transferred(rhoneAlley), endedByOperation('2015-12-31')],
    ],
    [
      'of one who leaves one of two later ends nothing',
      [],
      receive(from(rhoneAlley, leaving('2015-12-31')), from(auvergneTic)),
      [transferred(rhoneAlley), originAdded(auvergneTic)],
    ],
    [
      'of one who leaves both ends it on the later day',
      [],
      receive(from(rhoneAlley, leaving('2015-12-31')), from(auvergneTic, leaving('2016-06-30'))),
      [transferred(rhoneAlley), originAdded(auvergneTic), endedByOperation('2016-06-30')],
    ],
    [
      'of one who leaves the predecessor does not end a membership of its own',
      [admitted('2010-02-01')],
      receive(from(rhoneAlley, leaving('2015-12-31'))),
      [originAdded(rhoneAlley)],
    ],
    [
      'of one who leaves and comes back makes two periods',
      [],
      receive(from(rhoneAlley, leaving('2015-12-31'), { since: '2017-01-01' })),
      [transferred(rhoneAlley), endedByOperation('2015-12-31'), transferred(rhoneAlley, { since: '2017-01-01' })],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly MembershipEvent[], MembershipCommand, readonly object[]]>([
    [
      'takes back what does not come over after all',
      [transferred(rhoneAlley)],
      receive(),
      [{ type: 'MemberTransferredVoided', was: { since: '2015-06-30' }, on: '2015-06-30' }],
    ],
    [
      'takes back one origin of two',
      [transferred(rhoneAlley), originAdded(auvergneTic)],
      one,
      [{ type: 'MembershipOriginAddedVoided' }],
    ],
    [
      'makes the second origin the first where the first never was',
      [transferred(rhoneAlley), originAdded(auvergneTic)],
      receive(from(auvergneTic)),
      [
        { type: 'MemberTransferredVoided' },
        { type: 'MembershipOriginAddedVoided' },
        { type: 'MemberTransferred', origin: { clusterId: auvergneTic } },
      ],
    ],
    [
      'brings an end forward, or puts it off',
      [transferred(rhoneAlley), endedByOperation('2015-12-31')],
      receive(from(rhoneAlley, leaving('2016-12-31'))),
      [{ type: 'MembershipEndedCorrected', was: { on: '2015-12-31' }, now: { on: '2016-12-31' }, on: '2016-12-31' }],
    ],
    [
      'takes an end back',
      [transferred(rhoneAlley), endedByOperation('2015-12-31')],
      one,
      [{ type: 'MembershipEndedVoided', was: { on: '2015-12-31' } }],
    ],
    [
      'corrects since when it was a member there',
      [transferred(rhoneAlley, { origin: { ...from(rhoneAlley).origin, memberSince: '2012-01-01' } })],
      one,
      [{ type: 'MemberTransferredCorrected', now: { origin: { memberSince: '2011-05-01' } } }],
    ],
    [
      'is not stopped by what the member did meanwhile',
      [transferred(rhoneAlley), ended('2015-07-15')],
      receive(),
      [{ type: 'MemberTransferredVoided' }],
    ],
  ])('%s', (_what, history, command, events) => {
    expect(given(...history).when(command).decision).toMatchObject({ ok: true, events });
  });

  it('keeps every origin through leaving and coming back', () => {
    const state = given(transferred(rhoneAlley), originAdded(auvergneTic), ended('2015-07-15'))
      .when(admit('2018-01-01'))
      .state();
    expect(state).toMatchObject({
      status: 'active',
      periods: [{ since: '2015-06-30', until: '2015-07-15' }, { since: '2018-01-01' }],
      origins: [
        { clusterId: rhoneAlley, operationId: absorption },
        { clusterId: auvergneTic, operationId: absorption },
      ],
    });
  });

  it('of one whose admission of before is recorded late leaves one period, which began with the admission', () => {
    const state = given(transferred(rhoneAlley)).when(admit('2010-02-01')).state();
    expect(state).toMatchObject({ periods: [{ since: '2010-02-01' }], origins: [{ clusterId: rhoneAlley }] });
  });
});

describe('the id of a membership', () => {
  it('is one for each cluster and organisation, and names the stream', () => {
    expect(membershipId(numelink, esker)).toBe(id);
    expect(new Set([id, membershipId(rhoneAlley, esker), membershipId(esker, numelink)]).size).toBe(3);
    expect(membership.stream(id)).toBe(`membership.membership-${id}`);
  });
  it.each<MembershipCommand>([apply('2010-01-10'), admit('2010-01-10'), receive(from(rhoneAlley))])(
    'that does not follow from them is a bug in $type',
    (command) => {
      expect(() => given().when({ ...command, membershipId: rhoneAlley })).toThrow(InvariantBroken);
    },
  );
  it('with a further origin before any membership is a member: its first origin was taken back', () => {
    expect(fold(membership, [originAdded(rhoneAlley)])).toMatchObject({ periods: [{ since: '2015-06-30' }] });
    given(originAdded(rhoneAlley)).when(end('2016-01-01')).then(ended('2016-01-01'));
  });
});
