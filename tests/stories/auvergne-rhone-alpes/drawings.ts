import { bars } from '../page/bars.ts';
import { officeLane } from '../page/holders.ts';
import { lineageOf } from '../page/lineage.ts';
import { timeline } from '../page/timeline.ts';
import type { Drawing } from '../story.ts';
import { clusters, offices } from './cast.ts';
import { federalSeats } from './federal-seats.ts';
import { passagesOfTheSeat } from './questions.ts';

/** In the order in which the plan of the seats names them. */
const ANTENNAS = [
  ...['Lyon', 'Saint-Étienne-Roanne', 'Grenoble', 'Clermont-Ferrand', 'Valence-Romans'],
  'Annecy-Chambéry',
];

const seats: Drawing = {
  title: 'The 25 seats of the federal board, by antenna',
  draw: async (api) => {
    const { board } = await federalSeats(api);
    const groups = ANTENNAS.map((label, at) => ({ label, values: [board.thirds[at] ?? 0, board.jobsOnly[at] ?? 0] }));
    return bars('Seats of the board by antenna', ['equal thirds', 'by jobs only'], groups);
  },
};

const mandates: Drawing = {
  title: 'Who presided, and who held the Bivouac’s partner seat',
  draw: async (api) => {
    const passages = await passagesOfTheSeat(api);
    return timeline('Presidents and holders of the seat over time', [
      await officeLane(api, 'Numélink', offices.presidentOf('numelink')),
      await officeLane(api, 'Clust’R Numérique', offices.presidentOf('clustr')),
      await officeLane(api, 'Digital League', offices.presidentOf('digitalLeague')),
      { label: 'Partner seat', spans: passages.map(({ holder, from, to }) => ({ label: holder, from, to })) },
    ]);
  },
};

export const drawings: readonly Drawing[] = [
  lineageOf('The lineage of Digital League', clusters.digitalLeague, '2017-06-01'),
  seats,
  mandates,
];
