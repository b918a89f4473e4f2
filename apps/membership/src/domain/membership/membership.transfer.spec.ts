import { describe, expect, it } from '@jest/globals';
import { InvariantBroken } from '#libs/kernel';
import { specification } from '#libs/kernel/testing';
import { absorption, antennaOfDrome, auvergneTic, esker, numelink, rhoneAlley } from '../../../test/facts.ts';
import {
  id,
  apply,
  applied,
  admit,
  admitted,
  end,
  ended,
  succeed,
  succeeded,
  receive,
  transferred,
  originAdded,
} from '../../../test/membership-words.ts';
import { type MembershipCommand, membership } from './membership.decide.ts';
import { membershipId, type MembershipEvent } from './membership.ts';

const { given } = specification(membership);

describe('a membership of a cluster that disappears', () => {
  it('goes on in the successor', () => given(admitted('2010-02-01')).when(succeed).then(succeeded));
  it('goes on once by one operation', () => given(admitted('2010-02-01'), succeeded).when(succeed).then());
  it('is not moved by a second operation', () =>
    given(admitted('2010-02-01'), succeeded)
      .when({ ...succeed, operationId: rhoneAlley })
      .refused({ type: 'MBR_MEMBERSHIP_SUCCEEDED' }));
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

describe('receiving a transfer', () => {
  it('makes a member of one who was none', () =>
    given()
      .when({ ...receive(rhoneAlley), antennaId: antennaOfDrome })
      .then(transferred(rhoneAlley, { antennaId: antennaOfDrome })));
  it('makes a member of an applicant', () =>
    given(applied('2010-01-10'))
      .when(receive(rhoneAlley))
      .then(transferred(rhoneAlley, { college: 'companies' })));
  it('adds the origin to a member, who stays one member', () =>
    given(admitted('2010-02-01')).when(receive(rhoneAlley)).then(originAdded(rhoneAlley)));
  it('adds a second origin of the same operation', () =>
    given(transferred(rhoneAlley)).when(receive(auvergneTic)).then(originAdded(auvergneTic)));
  it('of the same origin by the same operation is nothing new', () =>
    given(transferred(rhoneAlley)).when(receive(rhoneAlley)).then());
  it('repeated after the member left does not bring it back', () =>
    given(transferred(rhoneAlley), ended('2015-07-15')).when(receive(rhoneAlley)).then());
  it('of a further origin, late, does not bring back who left after the effect', () =>
    given(transferred(rhoneAlley), ended('2015-07-15')).when(receive(auvergneTic)).then(originAdded(auvergneTic)));
  it('makes a member again of one who had left before the effect', () =>
    given(admitted('2010-02-01'), ended('2012-01-01')).when(receive(rhoneAlley)).then(transferred(rhoneAlley)));

  it('makes a member again of one who left on the day of the effect', () =>
    given(admitted('2010-02-01'), ended('2015-06-30')).when(receive(rhoneAlley)).then(transferred(rhoneAlley)));
  it('makes a member of one whose admission ended before it began', () =>
    given(admitted('2016-01-01'), ended('2016-01-01')).when(receive(rhoneAlley)).then(transferred(rhoneAlley)));
  it('of a further origin does not bring back who renounced on the day of the effect', () =>
    given(transferred(rhoneAlley), ended('2015-06-30')).when(receive(auvergneTic)).then(originAdded(auvergneTic)));

  it('keeps every origin through leaving and coming back', () => {
    const state = given(transferred(rhoneAlley), originAdded(auvergneTic), ended('2015-07-15'))
      .when(admit('2018-01-01'))
      .state();
    expect(state).toMatchObject({
      status: 'active',
      since: '2018-01-01',
      origins: [
        { clusterId: rhoneAlley, operationId: absorption },
        { clusterId: auvergneTic, operationId: absorption },
      ],
    });
  });
});

describe('the id of a membership', () => {
  it('is one for each cluster and organisation, and names the stream', () => {
    expect(membershipId(numelink, esker)).toBe(id);
    expect(new Set([id, membershipId(rhoneAlley, esker), membershipId(esker, numelink)]).size).toBe(3);
    expect(membership.stream(id)).toBe(`membership.membership-${id}`);
  });
  it.each<MembershipCommand>([apply('2010-01-10'), admit('2010-01-10'), receive(rhoneAlley)])(
    'that does not follow from them is a bug in $type',
    (command) => {
      expect(() => given().when({ ...command, membershipId: rhoneAlley })).toThrow(InvariantBroken);
    },
  );
  it('with a further origin before any membership is an altered history', () => {
    expect(() => given(originAdded(rhoneAlley)).when(end('2016-01-01'))).toThrow(InvariantBroken);
  });
});
