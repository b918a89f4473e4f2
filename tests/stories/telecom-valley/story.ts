import type { Story } from '../story.ts';
import { clusters, SINCE, UNTIL } from './cast.ts';
import { drawings } from './drawings.ts';
import { gatheringQuestions } from './questions/gatherings.ts';
import { memberQuestions } from './questions/members.ts';
import { moneyQuestions } from './questions/money.ts';
import { presidencyQuestions } from './questions/presidency.ts';
import * as gatherings from './rows/gatherings.ts';
import * as members from './rows/members.ts';
import * as money from './rows/money.ts';
import * as presidency from './rows/presidency.ts';
import * as registrations from './rows/registrations.ts';

const script = [
  ...[members.opening, members.partnerships, ...members.admissions, members.figures],
  ...[money.asked, money.granted, money.released, money.budget],
  ...[gatherings.circles, gatherings.security, gatherings.planning, gatherings.cancelled, gatherings.held],
  ...[registrations.registering, registrations.freeing, registrations.atMedinsoft],
  ...[presidency.constituted, presidency.elected, presidency.reelected],
];

/** A year in the life of a cluster of Sophia Antipolis: members, money, volunteers, actions, and who presides. */
export const telecomValley: Story = {
  key: 'telecom-valley',
  name: 'Telecom Valley',
  about: 'The cluster of Sophia Antipolis in the year to its assembly of March 2016: 144 members and 150 actions.',
  script: script.toSorted((a, b) => (a.day < b.day ? -1 : 1)),
  questions: { ...memberQuestions, ...gatheringQuestions, ...moneyQuestions, ...presidencyQuestions },
  drawings,
  requests: [
    {
      about: 'the funding of 2015, with volunteering and in cash',
      path: `membership/clusters/${clusters.telecomValley}/funding?year=2015`,
    },
    {
      about: 'the activity report of twelve months',
      path: `events/clusters/${clusters.telecomValley}/activity?since=${SINCE}&until=${UNTIL}`,
    },
  ],
};
