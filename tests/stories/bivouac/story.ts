import type { Story } from '../story.ts';
import { drawings } from './drawings.ts';
import { incubator } from './cast.ts';
import { companies } from './questions/companies.ts';
import { cooperation as cooperationQuestions } from './questions/cooperation.ts';
import { life } from './questions/life.ts';
import { partners } from './questions/partners.ts';
import { firstApplied, firstJudged, secondApplied, secondJudged } from './rows/calls.ts';
import { figures, firstAdmissions, firstCall, graduated, secondCall, supported } from './rows/companies.ts';
import * as cooperation from './rows/cooperation.ts';
import * as gatherings from './rows/gatherings.ts';
import * as mergers from './rows/mergers.ts';
import { clustersFounded, dissolved, opening, renamed, thirteen } from './rows/partners.ts';

/** The Quartier numérique of Clermont-Ferrand, later Le Bivouac: who carries it, who is inside, and what it does for them. */
export const bivouac: Story = {
  key: 'bivouac',
  name: 'Le Bivouac, first called Quartier numérique',
  about: 'An incubator in Clermont-Ferrand for thirty companies, carried by thirteen partners, 2015 to 2021.',
  script: [
    ...[
      clustersFounded,
      opening,
      thirteen,
      cooperation.frenchTech,
      firstAdmissions,
      firstApplied,
      firstJudged,
      firstCall,
    ],
    ...[mergers.absorptionPlanned, secondApplied, secondJudged, secondCall, mergers.absorptionNotified],
    ...[mergers.absorbed, graduated],
    ...[gatherings.announced, gatherings.freed, gatherings.accepted, gatherings.took],
    ...[cooperation.exchanges, supported],
    ...[mergers.leaguePlanned, mergers.leagueNotified, mergers.leagueIsBorn, cooperation.expertise],
    ...[renamed, cooperation.enlarged, figures, dissolved],
  ],
  questions: { ...companies, ...partners, ...life, ...cooperationQuestions },
  drawings,
  requests: [
    {
      about: 'who is inside on 2 May 2016, and who waits',
      path: `incubation/occupancies/${incubator}?validAt=2016-05-02`,
    },
    {
      about: 'the hours of support of 2016',
      path: `incubation/incubators/${incubator}/support-hours?from=2016-01-01&until=2016-12-31`,
    },
  ],
};
