import { describe, expect, it } from '@jest/globals';
import { fold, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import {
  amadeus,
  claire,
  close,
  closed,
  communityId,
  contactNamed,
  denis,
  eurecom,
  join,
  joined,
  leave,
  left,
  meet,
  met,
  nameContact,
  newcomer,
  open,
  opened,
  publish,
  published,
  rename,
  renamed,
  reopen,
  reopened,
  telecomValley,
} from '../../../test/community-words.ts';
import { community, type CommunityCommand, type CommunityFact } from './community.ts';

const { given } = specification(community);
const passing = { from: telecomValley, to: newcomer, operationId: newcomer, on: '2014-05-01' };
const passed: CommunityFact = { type: 'CommunityPassed', communityId, ...passing };
const OPEN = opened('2014-03-15');

describe('a community', () => {
  it.each<[string, readonly CommunityFact[], CommunityCommand, readonly CommunityFact[]]>([
    ['is opened', [], open('2014-03-15'), [OPEN]],
    ['opened twice in the same words is one', [OPEN, closed('2015-01-01')], open('2014-03-15'), []],
    ['bears another name', [OPEN], rename('Cybersécurité', '2015-01-01'), [renamed('Cybersécurité', '2015-01-01')]],
    ['is closed', [OPEN], close('2015-01-01'), [closed('2015-01-01')]],
    ['closed twice on one day is closed once', [OPEN, closed('2015-01-01')], close('2015-01-01'), []],
    ['is opened again', [OPEN, closed('2015-01-01')], reopen('2016-01-01'), [reopened('2016-01-01')]],
    [
      'turns out to have been closed for a time, before what is known of it afterwards',
      [OPEN, met('2017-02-01')],
      close('2015-01-01', { reopenedOn: '2016-01-01' }),
      [closed('2015-01-01'), reopened('2016-01-01')],
    ],
    [
      'is joined',
      [OPEN],
      join(amadeus, '2014-04-01', { contact: claire }),
      [joined(amadeus, '2014-04-01', { contact: claire })],
    ],
    ['joined twice on one day has one member', [OPEN, joined(amadeus, '2014-04-01')], join(amadeus, '2014-04-01'), []],
    ['is left', [OPEN, joined(amadeus, '2014-04-01')], leave(amadeus, '2015-01-01'), [left(amadeus, '2015-01-01')]],
    [
      'is joined again by who has left it that day',
      [OPEN, joined(amadeus, '2014-04-01'), left(amadeus, '2015-01-01')],
      join(amadeus, '2015-01-01'),
      [joined(amadeus, '2015-01-01')],
    ],
    [
      'is joined anew after a closing',
      [OPEN, joined(amadeus, '2014-04-01'), closed('2015-01-01'), reopened('2016-01-01')],
      join(amadeus, '2016-01-01'),
      [joined(amadeus, '2016-01-01')],
    ],
    [
      'has another contact of a member',
      [OPEN, joined(amadeus, '2014-04-01', { contact: claire })],
      nameContact(denis, '2015-01-01'),
      [contactNamed(denis, '2015-01-01')],
    ],
    ['meets', [OPEN], meet('2014-05-01'), [met('2014-05-01')]],
    [
      'meets twice a day where the subjects are two',
      [OPEN, met('2014-05-01', { subject: 'Cloud' })],
      meet('2014-05-01', { subject: 'Chiffrement' }),
      [met('2014-05-01', { subject: 'Chiffrement' })],
    ],
    [
      'meets with nobody counting',
      [OPEN],
      meet('2014-05-01', { organisationIds: null, persons: null }),
      [met('2014-05-01', { organisationIds: null, persons: null })],
    ],
    [
      'publishes after its end as well',
      [OPEN, closed('2015-01-01')],
      publish('Livre blanc', '2015-02-01'),
      [published('Livre blanc', '2015-02-01')],
    ],
  ])('%s', (_what, history, command, events) =>
    given(...history)
      .when(command)
      .then(...events),
  );

  it.each<[string, readonly CommunityFact[], CommunityCommand, object]>([
    [
      'under an id that another one has',
      [OPEN],
      open('2014-03-15', { name: 'X' }),
      { type: 'EVT_COMMUNITY_EXISTS', found: 'Sécurité et cloud' },
    ],
    ...[
      close('2015-01-01'),
      reopen('2015-01-01'),
      rename('X', '2015-01-01'),
      join(amadeus, '2015-01-01'),
      leave(amadeus, '2015-01-01'),
      nameContact(claire, '2015-01-01'),
      meet('2015-01-01'),
      publish('X', '2015-01-01'),
    ].map((command): [string, readonly CommunityFact[], CommunityCommand, object] => [
      `${command.type} of none`,
      [],
      command,
      { type: 'EVT_COMMUNITY_NOT_FOUND', found: communityId },
    ]),
    [
      'closed on the day on which it opened',
      [OPEN],
      close('2014-03-15'),
      contradicted('it is open from 2014-03-15 on'),
    ],
    ['closed twice', [OPEN, closed('2015-01-01')], close('2016-01-01'), contradicted('it was closed on 2015-01-01')],
    ['opened again while it is open', [OPEN], reopen('2016-01-01'), contradicted('it is open from 2014-03-15 on')],
    [
      'closed before what happened in it',
      [OPEN, met('2014-05-01')],
      close('2014-04-01'),
      contradicted('it was closed on 2014-04-01'),
    ],
    ['met before it was opened', [OPEN], meet('2014-03-14'), contradicted('it is not open before that day')],
    [
      'met on the day of its closing',
      [OPEN, closed('2015-01-01')],
      meet('2015-01-01'),
      contradicted('it was closed on 2015-01-01'),
    ],
    [
      'renamed while it is closed',
      [OPEN, closed('2015-01-01')],
      rename('X', '2015-06-01'),
      contradicted('it was closed on 2015-01-01'),
    ],
    [
      'joined while it is closed',
      [OPEN, closed('2015-01-01')],
      join(amadeus, '2015-06-01'),
      contradicted('it was closed on 2015-01-01'),
    ],
    [
      'joined by who takes part',
      [OPEN, joined(amadeus, '2014-04-01')],
      join(amadeus, '2014-06-01'),
      contradicted('the organisation takes part from 2014-04-01 on'),
    ],
    [
      'left by who takes no part',
      [OPEN],
      leave(amadeus, '2014-06-01'),
      contradicted('the organisation takes no part before that day'),
    ],
    [
      'left on the first day',
      [OPEN, joined(amadeus, '2014-04-01')],
      leave(amadeus, '2014-04-01'),
      contradicted('the organisation takes no part before that day'),
    ],
    [
      'with a contact of who has left',
      [OPEN, joined(amadeus, '2014-04-01'), left(amadeus, '2015-01-01')],
      nameContact(claire, '2015-01-01'),
      contradicted('the organisation takes no part that day'),
    ],
  ])('is refused: %s', (_what, history, command, rejection) =>
    given(...history)
      .when(command)
      .refused(rejection),
  );

  it('closed, has no members, and none that come back by themselves', () => {
    const history = [OPEN, joined(amadeus, '2014-04-01'), joined(eurecom, '2014-04-01'), left(eurecom, '2014-12-01')];
    const { members } = given(...history)
      .when(close('2015-01-01', { reopenedOn: '2016-01-01' }))
      .state();
    expect(members.map(({ organisationId, until }) => [organisationId, until])).toEqual([
      [amadeus, '2015-01-01'],
      [eurecom, '2014-12-01'],
    ]);
  });

  it('is left on the earlier of two days, whichever was recorded first', () => {
    for (const [first, second] of [
      ['2015-01-01', '2015-06-01'],
      ['2015-06-01', '2015-01-01'],
    ] as const) {
      const { members } = given(OPEN, joined(amadeus, '2014-04-01'), left(amadeus, first))
        .when(leave(amadeus, second))
        .state();
      expect(members).toMatchObject([{ until: '2015-01-01' }]);
    }
  });

  it.each<[string, readonly CommunityFact[]]>([
    ['closed and never opened', [closed('2015-01-01')]],
    ['opened twice', [OPEN, OPEN]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => {
      requireSettled(fold(community, history));
    }).toThrow('cannot follow');
  });
});

function contradicted(required: string): object {
  return { type: 'EVT_FACT_CONTRADICTED', required };
}

factsInAnyOrder(community, {
  CommunityOpened: {
    fact: opened('2014-03-15', { antennaId: amadeus }),
    after: [joined(amadeus, '2014-04-01'), met('2014-05-01'), closed('2015-01-01')],
    carries: true,
    command: open('2014-03-15', { antennaId: amadeus }),
    other: { kind: 'commission', name: 'Cloud', clusterId: newcomer, antennaId: eurecom, since: '2014-03-01' },
    overlap: 'a community is opened once, under an id of its own',
  },
  CommunityClosed: {
    before: [OPEN, joined(amadeus, '2014-04-01')],
    fact: closed('2015-01-01'),
    after: [reopened('2016-01-01'), joined(amadeus, '2016-02-01')],
    carries: true,
    command: close('2015-01-01'),
    other: { on: '2015-03-01' },
    overlap: [
      { command: close('2014-12-01'), day: '2014-12-01' },
      { command: meet('2015-06-01'), day: '2015-01-01' },
    ],
  },
  CommunityReopened: {
    before: [OPEN, closed('2015-01-01')],
    fact: reopened('2016-01-01'),
    after: [joined(amadeus, '2016-02-01')],
    carries: true,
    command: reopen('2016-01-01'),
    other: { since: '2016-01-15' },
    overlap: [{ command: reopen('2015-06-01'), day: '2015-06-01' }],
  },
  CommunityRenamed: {
    before: [OPEN],
    fact: renamed('Cybersécurité', '2015-01-01'),
    after: [renamed('Sécurité', '2016-01-01')],
    command: rename('Cybersécurité', '2015-01-01'),
    other: { name: 'Cyber', since: '2015-02-01' },
    overlap: [{ command: close('2015-01-01'), day: '2015-01-01' }],
  },
  CommunityLeft: {
    before: [OPEN, joined(amadeus, '2014-04-01')],
    fact: left(amadeus, '2015-01-01', { reason: 'No time' }),
    after: [joined(amadeus, '2016-01-01')],
    carries: true,
    command: leave(amadeus, '2015-01-01', { reason: 'No time' }),
    other: { reason: 'Moved', on: '2015-02-01' },
    overlap: 'of two ends the earlier one stands',
  },
  CommunityJoined: {
    before: [OPEN],
    fact: joined(amadeus, '2014-04-01', { contact: claire }),
    after: [contactNamed(denis, '2014-10-01'), left(amadeus, '2015-01-01')],
    carries: true,
    command: join(amadeus, '2014-04-01', { contact: claire }),
    other: { contact: denis, since: '2014-04-15' },
    overlap: [{ command: join(amadeus, '2014-05-01'), day: '2014-04-01' }],
  },
  CommunityContactNamed: {
    before: [OPEN, joined(amadeus, '2014-04-01')],
    fact: contactNamed(denis, '2014-10-01'),
    after: [left(amadeus, '2015-01-01')],
    command: nameContact(denis, '2014-10-01'),
    other: { contact: claire, since: '2014-11-01' },
    overlap: [{ command: join(amadeus, '2014-06-01'), day: '2014-04-01' }],
  },
  CommunityMet: {
    before: [OPEN],
    fact: met('2014-05-01', { subject: 'Cloud' }),
    after: [met('2014-06-01'), closed('2015-01-01')],
    command: meet('2014-05-01', { subject: 'Cloud' }),
    other: { subject: 'Chiffrement', organisationIds: [amadeus], persons: 1, on: '2014-05-02' },
    overlap: [{ command: close('2014-05-01'), day: '2014-05-01' }],
  },
  CommunityOutputRecorded: {
    before: [OPEN],
    fact: published('Livre blanc', '2014-06-01', { link: 'https://example.org/1' }),
    after: [closed('2015-01-01')],
    command: publish('Livre blanc', '2014-06-01', { link: 'https://example.org/1' }),
    other: { title: 'Guide', link: 'https://example.org/2', on: '2014-06-02' },
    overlap: 'outputs add up',
  },
  CommunityPassed: { before: [OPEN], fact: passed, after: [met('2014-06-01')] },
});
