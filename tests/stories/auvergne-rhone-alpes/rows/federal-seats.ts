import type { StoryRow } from '../../player.ts';
import { antennas, bodies, seatPlanOf } from '../cast.ts';

/** Figures of the antennas on 2017-01-31: jobs, funding in thousands of euros, members. */
const FIGURES = [
  ['Lyon', antennas.leagueLyon, 12_400, 560, 140],
  ['Saint-Étienne-Roanne', antennas.leagueSaintEtienne, 3_600, 380, 170],
  ['Grenoble', antennas.leagueGrenoble, 5_200, 240, 70],
  ['Clermont-Ferrand', antennas.leagueClermont, 2_400, 230, 80],
  ['Valence-Romans', antennas.leagueValence, 900, 80, 50],
  ['Annecy-Chambéry', antennas.leagueAnnecy, 1_500, 60, 0],
] as const;

const third = { numerator: '1', denominator: '3' };
const byThirds = {
  method: 'sainte-lague',
  criteria: ['jobs', 'funding', 'members'].map((name) => ({ name, weight: third })),
  units: FIGURES.map(([unit, antennaId, ...figures]) => ({ unit, antennaId, figures })),
  figuresOn: '2017-01-31',
  decision: 'By jobs of the sector, level of funding and number of members',
};

export const federalSeats: StoryRow = {
  day: '2017-03-28',
  title: 'The seats of board and bureau are shared between the six antennas, in equal thirds',
  play: async (player) => {
    for (const [bodyId, house] of [
      [bodies.boardOf('digitalLeague'), 25],
      [bodies.bureauOf('digitalLeague'), 15],
    ] as const)
      await player.command('governance/seat-plans', { id: seatPlanOf(bodyId), bodyId, house, ...byThirds });
  },
};
