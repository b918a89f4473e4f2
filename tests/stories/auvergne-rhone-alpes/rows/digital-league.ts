import { antennas, bodies, clusters, mandates, objectiveOf, offices, operations, people } from '../cast.ts';
import { Merger } from '../../merger.ts';
import type { Player, StoryRow } from '../../player.ts';
import { adoptStatutes } from './opening.ts';

const successor = {
  clusterId: clusters.digitalLeague,
  name: "Numélink and Clust'R Numérique",
  nameKind: 'working',
  seat: 'Lyon',
  departments: ['69', '42', '38', '63', '43', '26', '07', '74', '73'],
};

/** The plan as the seminar sketched it: a target, and the name still open. */
const sketch = {
  motives: 'One of the first digital clusters of Europe; a federal governance in which no territory dominates.',
  successor,
  targetDate: '2017-01-01',
  newAntennas: [],
  antennaMapping: [],
  transitionalGovernance: { bodies: [] },
  conditions: [],
  contributionsEuros: null,
  openPoints: ['name of the new cluster', 'weights of jobs, funding and members in the apportionment of seats'],
};

const figure = (indicator: string, value: number | null, unit: string, on: string, source: string) => ({
  figure: { indicator, value, unit, on, source },
});

/** What both boards had in mind. */
export const SKETCHED =
  'Board of 25 and bureau of 15 from six antennas, by jobs, funding and members; co-presidency; re-election within a year.';

/** What the two want to become together, and what the region wants to give: how much of it, nobody said. */
async function ambitions(player: Player): Promise<void> {
  const evidence = [{ title: 'press of September 2016, on what is to come' }];
  const by2020 = { clusterId: clusters.numelink, dueOn: '2020-12-31', evidence };
  for (const [indicator, baseline, target, better] of [
    ['jobs', 40_000, 80_000, 'higher'],
    ['rank-in-europe', null, 5, 'lower'],
  ] as const)
    await player.command('membership/objectives', {
      id: objectiveOf(indicator),
      indicator,
      unit: indicator,
      baseline,
      target,
      better,
      ...by2020,
    });
  await player.command(
    `membership/clusters/${clusters.numelink}/declare-figure`,
    figure('additional-means-of-the-region', null, 'EUR', player.day, 'Région Auvergne-Rhône-Alpes'),
  );
}

export const seminar: StoryRow = {
  day: '2016-09-07',
  title: 'Seminar at Le Puy-en-Velay: federal governance sketched, target January 2017, name open',
  play: async (player) => {
    const merger = new Merger(player, operations.digitalLeague);
    await merger.start('fusion-creation', "Numélink and Clust'R Numérique come together", [
      { clusterId: clusters.numelink, role: 'founding' },
      { clusterId: clusters.clustr, role: 'founding' },
    ]);
    await merger.logPosition('Seminar of both boards', `${SKETCHED} Held on 7 September.`, [
      { title: 'press of September 2016, on the seminar' },
    ]);
    await merger.logPosition('Seminar of both boards', 'Held on 6 September, says another paper.', [
      { title: 'another paper' },
    ]);
    await merger.draft(sketch);
    for (const clusterId of [clusters.numelink, clusters.clustr]) {
      const path = `membership/clusters/${clusterId}/declare-figure`;
      await player.command(
        path,
        figure('members-announced-after-merger', 600, 'members', player.day, 'press, September 2016'),
      );
      await player.command(
        path,
        figure('turnover-after-merger', 3_000_000_000, 'EUR', player.day, 'press, September 2016'),
      );
    }
    await ambitions(player);
  },
};

const toAntenna = (fromClusterId: string, fromAntennaId: string, toAntennaId: string) => ({
  fromClusterId,
  fromAntennaId,
  toAntennaId,
});
const { numelink, clustr } = clusters;

const plan = {
  ...sketch,
  successor: { ...successor, name: 'Digital League', nameKind: 'final' },
  effectDate: '2017-03-28',
  targetDate: '2017-03-28',
  newAntennas: [
    { antennaId: antennas.leagueLyon, name: 'Lyon', departments: ['69'] },
    { antennaId: antennas.leagueSaintEtienne, name: 'Saint-Étienne-Roanne', departments: ['42'] },
    { antennaId: antennas.leagueGrenoble, name: 'Grenoble', departments: ['38'] },
    { antennaId: antennas.leagueClermont, name: 'Clermont-Ferrand', departments: ['63', '43'] },
    { antennaId: antennas.leagueValence, name: 'Valence-Romans', departments: ['26', '07'] },
    { antennaId: antennas.leagueAnnecy, name: 'Annecy-Chambéry', departments: ['74', '73'] },
  ],
  antennaMapping: [
    toAntenna(numelink, antennas.saintEtienne, antennas.leagueSaintEtienne),
    toAntenna(numelink, antennas.roanne, antennas.leagueSaintEtienne),
    toAntenna(numelink, antennas.rhoneAlley, antennas.leagueValence),
    toAntenna(numelink, antennas.auvergne, antennas.leagueClermont),
    { fromClusterId: numelink, toAntennaId: antennas.leagueSaintEtienne },
    toAntenna(clustr, antennas.lyon, antennas.leagueLyon),
    toAntenna(clustr, antennas.grenoble, antennas.leagueGrenoble),
  ],
  transitionalGovernance: {
    limit: '2018-03-27',
    bodies: [
      { bodyId: bodies.assemblyOf('digitalLeague'), kind: 'assembly', name: 'General assembly', offices: [] },
      {
        bodyId: bodies.boardOf('digitalLeague'),
        kind: 'board',
        name: 'Board',
        size: 25,
        offices: [
          {
            officeId: offices.presidentOf('digitalLeague'),
            kind: 'president',
            title: 'President',
            maxHolders: 2,
            holders: [
              {
                mandateId: mandates.berardDigitalLeague,
                person: people.berard,
                representing: 'Esker',
                tiedToClusterId: clustr,
              },
              { mandateId: mandates.bocquetDigitalLeague, person: people.bocquet, tiedToClusterId: numelink },
            ],
          },
        ],
      },
      { bodyId: bodies.bureauOf('digitalLeague'), kind: 'bureau', name: 'Bureau', size: 15, offices: [] },
    ],
  },
  openPoints: [],
};

export const planAdopted: StoryRow = {
  day: '2017-01-20',
  title: 'Both boards adopt the plan, with its name; the target of 1 January has passed',
  play: async (player) => {
    const merger = new Merger(player, operations.digitalLeague);
    await merger.draft(plan);
    await merger.adopt('2017-01-20', numelink, clustr);
  },
};

export const digitalLeagueNotified: StoryRow = {
  day: '2017-02-20',
  title: "Numélink and Clust'R Numérique publish the notice of their merger and open the documents to their members",
  play: async (player) => {
    await new Merger(player, operations.digitalLeague).publishNotices(numelink, clustr);
  },
};

export const digitalLeagueIsBorn: StoryRow = {
  day: '2017-03-28',
  title: "Numélink and Clust'R Numérique become Digital League",
  play: async (player) => {
    const merger = new Merger(player, operations.digitalLeague);
    await merger.vote(numelink, { members: 300, present: 121, represented: 47, for: 160, against: 5, abstentions: 3 });
    await merger.vote(clustr, { members: 300, present: 118, represented: 52, for: 163, against: 4, abstentions: 3 });
    await merger.takeEffect();
    await merger.untilMoved();
    await adoptStatutes(player, 'digitalLeague');
    const path = `membership/clusters/${clusters.digitalLeague}/declare-figure`;
    await player.command(path, figure('jobs-of-members', 26_000, 'jobs', player.day, 'press release of 28 March 2017'));
    await player.command(path, figure('budget', 1_550_000, 'EUR', player.day, 'press release of 28 March 2017'));
  },
};
