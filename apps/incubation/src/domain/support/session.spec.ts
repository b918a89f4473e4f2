import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { countedUuid, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { admitted, decided, ended, incubator, incubatorId, inside } from '../occupancy/testing/occupancy.fixtures.ts';
import { occupancy } from '../occupancy/occupancy.ts';
import { session, unfitSession, type SessionCommand, type SessionFact } from './session.ts';

const sessionId = countedUuid(1, 0x71);
const person = { personId: countedUuid(2, 0x71), name: 'Claire Roche' };
const company = (number: number) => countedUuid(number, 3);
/** The first is inside, the second has left, the third waits. */
const places = fold(occupancy, [
  decided(1),
  ...inside(2, '2011-01-01'),
  ended(2, '2012-01-01'),
  ...inside(1, '2012-01-01'),
  admitted(3, '2013-01-01'),
]);
const setting = { incubator, occupancy: places };
const said = {
  ...({ sessionId, incubatorId, kind: 'collective-training', minutes: 180 } as const),
  ...{ tags: ['marketing'], subject: 'Vendre' },
  ...{ persons: [person], giverIds: [company(9)], organisationIds: [company(1), company(2)] },
};
const hold = (on: string, more: object = {}): SessionCommand => ({
  ...{ type: 'HoldSupportSession', ...said, on, ...setting },
  ...more,
});
const held = (on: string, more: object = {}): SessionFact => ({ type: 'SupportSessionHeld', ...said, on, ...more });
const { given } = specification(session);
type Refused = Parameters<ReturnType<ReturnType<typeof given>['when']>['refused']>[0];

describe('a support session', () => {
  it('is held on a day, for companies that are inside and alumni', () =>
    given().when(hold('2016-06-14')).then(held('2016-06-14')));
  it('held twice in the same words is one, also where names were erased', () => {
    const erased = { persons: [{ ...person, name: '[erased]' }], subject: '[erased]' };
    given(held('2016-06-14', erased)).when(hold('2016-06-14')).then();
  });
  it('is no other one under its id', () =>
    given(held('2016-06-14'))
      .when(hold('2016-06-14', { minutes: 90 }))
      .refused({ type: 'INC_SESSION_EXISTS', found: '2016-06-14' }));
  it('held twice is an altered history', () => {
    expect(() => {
      requireSettled(fold(session, [held('2016-06-14'), held('2016-06-15')]));
    }).toThrow('cannot follow');
  });

  it.each<[string, SessionCommand, Refused]>([
    [
      'of a company that waits, and of one that was never inside',
      hold('2016-06-14', { organisationIds: [company(1), company(3), company(4)] }),
      {
        type: 'INC_COMPANY_NOT_ACCOMPANIED',
        found: `${company(3)}, which waits for a place on that day; ${company(4)}, which was never inside`,
        required: 'companies that are inside on 2016-06-14, or have left by then',
      },
    ],
    [
      'of a company that comes later',
      hold('2011-12-31'),
      { type: 'INC_COMPANY_NOT_ACCOMPANIED', found: `${company(1)}, which is inside from 2012-01-01 on` },
    ],
    ['before the opening', hold('2009-12-31'), { type: 'INC_BEFORE_OPENING' }],
    [
      'of a company twice',
      hold('2016-06-14', { organisationIds: [company(1), company(1)] }),
      { type: 'INC_NAMED_TWICE' },
    ],
    ['with a tag twice', hold('2016-06-14', { tags: ['sales', 'sales'] }), { type: 'INC_NAMED_TWICE', found: 'sales' }],
    ['by a person twice', hold('2016-06-14', { persons: [person, person] }), { type: 'INC_NAMED_TWICE' }],
    [
      'as individual coaching of two',
      hold('2016-06-14', { kind: 'individual-coaching' }),
      { type: 'INC_COACHING_NOT_INDIVIDUAL', found: '2 companies', required: 'one company' },
    ],
  ])('is refused %s', (_what, command, refusal) => given().when(command).refused(refusal));

  it('fits the same places when it is corrected', () => {
    const about = { organisationIds: [company(1)] };
    expect(unfitSession({ ...about, on: '2012-01-01' }, setting)).toBeUndefined();
    expect(unfitSession({ ...about, on: '2011-12-31' }, setting)).toMatchObject({
      type: 'INC_COMPANY_NOT_ACCOMPANIED',
    });
  });
});

factsInAnyOrder(session, {
  SupportSessionHeld: {
    fact: held('2016-06-14'),
    after: 'it is one fact',
    command: hold('2016-06-14'),
    other: {
      ...{ kind: 'expertise', minutes: 90, tags: [], subject: 'Autre', persons: [], giverIds: [] },
      ...{ organisationIds: [company(2)], on: '2016-06-15' },
    },
    overlap: 'each has an id of its own',
  },
});
