import { describe, it } from '@jest/globals';
import * as fc from 'fast-check';
import { addDays, calendarDate } from '#libs/kernel';
import { countedUuid, deciderIsIdempotent, specification } from '#libs/kernel/testing';
import { specimen, type SpecimenCommand, type SpecimenEvent } from './specimen.ts';

const specimenId = countedUuid(1);
const firstDay = calendarDate('2016-03-31');
const registered: SpecimenEvent = { type: 'SpecimenRegistered', specimenId, name: 'Premier', since: firstDay };
const renamed: SpecimenEvent = { type: 'SpecimenRenamed', specimenId, name: 'Second', since: '2016-06-01' };
const register = (name = 'Premier'): SpecimenCommand => ({
  type: 'RegisterSpecimen',
  specimenId,
  name,
  since: firstDay,
});
const rename = (name: string, since: string): SpecimenCommand => ({
  type: 'RenameSpecimen',
  specimenId,
  name,
  since: calendarDate(since),
});

const { given } = specification(specimen);

describe('registering', () => {
  it('is recorded with the name and the day', () => given().when(register()).then(registered));
  it('a second time changes nothing', () => given(registered).when(register()).then());
});

describe('renaming', () => {
  it('is a fact of a day', () => given(registered).when(rename('Second', '2016-06-01')).then(renamed));
  it('to the name it bears changes nothing', () =>
    given(registered, renamed).when(rename('Second', '2016-07-01')).then());
});

describe('refusals, in their precedence', () => {
  it.each<[string, readonly SpecimenEvent[], SpecimenCommand, object]>([
    ['rename nothing', [], rename('Second', '2016-06-01'), { type: 'ARC_SPECIMEN_NOT_FOUND' }],
    ['register another', [registered], register('Autre'), { type: 'ARC_SPECIMEN_EXISTS' }],
    ['rename before it was there', [registered], rename('Second', '2016-01-01'), { type: 'ARC_SPECIMEN_TOO_EARLY' }],
  ])('%s', (_name, history, command, rejection) => {
    given(...history)
      .when(command)
      .refused(rejection);
  });
});

const anyFact = {
  specimenId: fc.constant(specimenId),
  name: fc.constantFrom('Premier', 'Second'),
  since: fc.integer({ min: 0, max: 3 }).map((days) => addDays(firstDay, days)),
};
const anyCommand: fc.Arbitrary<SpecimenCommand> = fc.oneof(
  fc.record({ type: fc.constant('RegisterSpecimen' as const), ...anyFact }),
  fc.record({ type: fc.constant('RenameSpecimen' as const), ...anyFact }),
);

describe('the decider', () => {
  deciderIsIdempotent('specimen', specimen, fc.array(anyCommand, { maxLength: 12 }));
});
