import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { requireSettled } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent, factsInAnyOrder, specification } from '#libs/kernel/testing';
import { role, type AssignRole, type EndRole, type RoleCommand, type RoleAssigned, type RoleEnded } from './role.ts';

const roleId = countedUuid(1);
const clusterId = countedUuid(2);
const person = { personId: countedUuid(3), name: 'Armand Lulka' };
const facts = { roleId, clusterId, title: 'Directeur général', person, since: '2012-09-01' };
const assign: AssignRole = { type: 'AssignRole', ...facts };
const assigned: RoleAssigned = { type: 'RoleAssigned', ...facts };
const end: EndRole = { type: 'EndRole', roleId, reason: 'départ', on: '2016-09-01' };
const ended: RoleEnded = { ...end, type: 'RoleEnded', clusterId };
const { given } = specification(role);

describe('an appointed role', () => {
  it('is assigned', () => {
    given().when(assign).then(assigned);
  });
  it('assigned again with the same facts is already so', () => {
    given(assigned).when(assign).then();
  });
  it('assigned again is already so after it ended, and when the name was erased', () => {
    given({ ...assigned, person: { ...person, name: '[erased]' } }, ended)
      .when(assign)
      .then();
  });
  it('ends', () => {
    given(assigned).when(end).then(ended);
  });
  it('may end on its first day', () => {
    given(assigned)
      .when({ ...end, on: '2012-09-01' })
      .then({ ...ended, on: '2012-09-01' });
  });
  it('ended twice with the same facts is already so', () => {
    given(assigned, ended).when(end).then();
  });
});

describe('refusals of a role, in their precedence', () => {
  it.each([
    ['GOV_ROLE_EXISTS', [assigned], { ...assign, title: 'Délégué général' }],
    ['GOV_ROLE_EXISTS', [assigned], { ...assign, person: { ...person, personId: countedUuid(9) } }],
    ['GOV_ROLE_NOT_FOUND', [], end],
    ['GOV_ROLE_ENDED', [assigned, ended], { ...end, on: '2010-01-01' }],
    ['GOV_ROLE_END_BEFORE_START', [assigned], { ...end, on: '2012-08-31' }],
  ] as const)('%s', (type, history, command) => {
    given(...history)
      .when(command)
      .refused({ type });
  });
});

describe('the history of a role', () => {
  it('that begins with its end is a bug, not a refusal', () => {
    expect(() => requireSettled(role.evolve(role.initial, ended))).toThrow(
      'cannot follow here: the role is not assigned',
    );
  });
  const day = fc.constantFrom('2012-08-31', '2012-09-01', '2016-09-01');
  const anyCommand: fc.Arbitrary<RoleCommand> = fc.oneof(
    day.map((since) => ({ ...assign, since })),
    day.map((on) => ({ ...end, on })),
  );
  deciderIsIdempotent('role', role, fc.array(anyCommand, { maxLength: 8 }));
});

factsInAnyOrder(role, {
  RoleAssigned: {
    fact: assigned,
    after: [ended],
    carries: true,
    command: assign,
    other: { title: 'Délégué', person: { ...person, name: 'Armand Lulca' }, since: '2012-01-01' },
    overlap: 'an appointment is one of one person, under an id of its own',
  },
  RoleEnded: {
    before: [assigned],
    fact: ended,
    after: 'nothing counts after it',
    command: end,
    other: { reason: 'retraite', on: '2017-01-01' },
    overlap: [{ command: { ...end, on: '2017-01-01' }, day: '2016-09-01' }],
  },
});
