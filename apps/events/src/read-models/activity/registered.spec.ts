import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import type { RegistrantDocument } from '../registrants/registrants.projection.ts';
import { attendedOf } from './registered.ts';

const gatheringId = countedUuid(1);
const company = (number: number) => countedUuid(number, 2);

const seated = { became: 'seated', since: '2016-01-01' } as const;
const over = { became: 'over', since: '2016-01-02', ended: { cause: 'cancelled', on: '2016-01-02' } } as const;

/** A registration that has its seats, with how many came of it. */
function registrant(
  number: number,
  present?: number | null,
  more: Partial<RegistrantDocument> = {},
): RegistrantDocument {
  return {
    ...{
      gatheringId,
      registrationId: countedUuid(number, 1),
      clusterId: countedUuid(9),
      turn: number,
      on: '2016-01-01',
    },
    ...{
      person: { personId: countedUuid(number, 3), name: 'x' },
      organisationId: company(number),
      steps: [seated],
    },
    claims: [{ since: '2016-01-01', role: 'participant', seats: 2, audience: 'member' }],
    ...(present === undefined ? {} : { attendance: { present, on: '2016-01-02' } }),
    ...{ persons: [], isOver: false, ...more },
  };
}

describe('who came to a gathering, by its registrations', () => {
  it.each<[string, readonly RegistrantDocument[], object | undefined]>([
    [
      'all of whom it is known',
      [registrant(1, 2), registrant(2, 0)],
      { participants: 2, organisationIds: [company(1)] },
    ],
    [
      'some of whom it is not',
      [registrant(1, 2), registrant(2)],
      { participants: null, organisationIds: [company(1)] },
    ],
    ['of whom somebody says that nobody knows', [registrant(1, 1), registrant(2, null)], { participants: null }],
    ['of whom nothing is known', [registrant(1), registrant(2, null)], undefined],
    [
      'without those that waited or gave up',
      [
        registrant(1, 1),
        registrant(2, undefined, { steps: [{ became: 'waiting', since: '2016-01-01' }] }),
        registrant(3, undefined, { steps: [seated, over], isOver: true }),
      ],
      { participants: 1, organisationIds: [company(1)] },
    ],
  ])('%s', (_what, registrants, expected) => {
    const attended = attendedOf(registrants).get(gatheringId);
    if (expected === undefined) expect(attended).toBeUndefined();
    else expect(attended).toMatchObject(expected);
  });
});
