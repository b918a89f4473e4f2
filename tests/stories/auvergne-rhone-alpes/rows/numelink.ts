import {
  antennas,
  bodies,
  clusters,
  mandates,
  meetingOf,
  offices,
  operations,
  people,
  resolutionOf,
  roles,
} from '../cast.ts';
import { Merger, unanimous } from '../../merger.ts';
import type { Player, StoryRow } from '../../player.ts';

const absorbing = (absorbed: string) => [
  { clusterId: clusters.numelink, role: 'absorbing' },
  { clusterId: absorbed, role: 'absorbed' },
];

const numelinkAfter = (departments: readonly string[]) => ({
  clusterId: clusters.numelink,
  name: 'Numélink',
  nameKind: 'final',
  seat: 'Saint-Étienne',
  departments,
});

export const rhoneAlleyJoins: StoryRow = {
  day: '2015-06-30',
  title: 'Numélink absorbs RhôneAlley: board from 24 to 40, two presidents side by side for a year',
  play: async (player) => {
    const { numelink, rhoneAlley } = clusters;
    for (const [antennaId, name] of [
      [antennas.saintEtienne, 'Saint-Étienne'],
      [antennas.roanne, 'Roanne'],
    ]) {
      await player.command('membership/antennas', { id: antennaId, clusterId: numelink, name, departments: ['42'] });
    }
    const merger = new Merger(player, operations.rhoneAlley);
    await merger.start('fusion-absorption', 'Numélink absorbs RhôneAlley', absorbing(rhoneAlley));
    await merger.draft(rhoneAlleyPlan);
    await merger.adopt('2015-06-30', numelink, rhoneAlley);
    await merger.vote(rhoneAlley, unanimous(80, 41, 9));
    await merger.vote(numelink, unanimous(170, 72, 24));
    await merger.untilMoved();
    const reserved = { seats: 10, forClusterId: rhoneAlley };
    await player.command(`governance/bodies/${bodies.boardOf('numelink')}/resize`, { size: 40, reserved });
  },
};

/** No date and no condition: the last favourable vote is the effect. */
const rhoneAlleyPlan = {
  motives: 'A real service more for the members of both networks.',
  successor: numelinkAfter(['42', '26', '07']),
  newAntennas: [
    {
      antennaId: antennas.rhoneAlley,
      name: 'Drôme-Ardèche',
      brand: 'RhôneAlley',
      departments: ['26', '07'],
      originClusterId: clusters.rhoneAlley,
    },
  ],
  antennaMapping: [{ fromClusterId: clusters.rhoneAlley, toAntennaId: antennas.rhoneAlley }],
  transitionalGovernance: {
    limit: '2016-06-30',
    bodies: [
      {
        bodyId: bodies.boardOf('numelink'),
        kind: 'board',
        name: 'Board',
        size: 40,
        offices: [
          {
            officeId: offices.presidentOf('numelink'),
            kind: 'president',
            title: 'President',
            maxHolders: 2,
            holders: [
              { mandateId: mandates.montierNumelink, person: people.montier, tiedToClusterId: clusters.rhoneAlley },
            ],
          },
        ],
      },
    ],
  },
  conditions: [],
  contributionsEuros: null,
  openPoints: [],
};

const auvergneTicPlan = {
  motives: 'A playing field that fits the new region; a critical mass for the members.',
  successor: numelinkAfter(['42', '69', '26', '07', '38', '43', '63']),
  newAntennas: [
    {
      antennaId: antennas.auvergne,
      name: 'Clermont-Ferrand',
      departments: ['63', '43'],
      originClusterId: clusters.auvergneTic,
    },
  ],
  antennaMapping: [{ fromClusterId: clusters.auvergneTic, toAntennaId: antennas.auvergne }],
  transitionalGovernance: { bodies: [] },
  conditions: [],
  contributionsEuros: 180_000,
  openPoints: [],
};

export const auvergneTicPlanned: StoryRow = {
  day: '2016-01-20',
  title: 'The boards of Numélink and Auvergne TIC adopt the plan of their merger, under the decree of 2015',
  play: async (player) => {
    const merger = new Merger(player, operations.auvergneTic);
    await merger.start('fusion-absorption', 'Numélink absorbs Auvergne TIC', absorbing(clusters.auvergneTic));
    await merger.draft(auvergneTicPlan);
    await merger.adopt('2016-01-20', clusters.numelink, clusters.auvergneTic);
  },
};

export const auvergneTicNotified: StoryRow = {
  day: '2016-02-15',
  title: 'Numélink and Auvergne TIC publish the notice of their merger and open the documents to their members',
  play: async (player) => {
    await new Merger(player, operations.auvergneTic).publishNotices(clusters.numelink, clusters.auvergneTic);
  },
};

export const auvergneTicJoins: StoryRow = {
  day: '2016-03-31',
  title: 'Numélink absorbs Auvergne TIC: from 220 to 300 members, four antennas',
  play: async (player) => {
    const merger = new Merger(player, operations.auvergneTic);
    await extraordinaryAssembly(player);
    await merger.vote(clusters.auvergneTic, unanimous(80, 38, 11));
    await merger.vote(clusters.numelink, unanimous(220, 96, 33));
    await merger.untilMoved();
  },
};

/** On the day of the ordinary assembly: the meeting and its resolution are in the records of governance too. */
async function extraordinaryAssembly(player: Player): Promise<void> {
  const id = meetingOf('Numélink, extraordinary, 2016-03-31');
  const resolutionId = resolutionOf('Numélink, merger with Auvergne TIC');
  const { for: inFavour, ...present } = unanimous(220, 96, 33);
  const agenda = ['Merger with Auvergne TIC'];
  const bodyId = bodies.assemblyOf('numelink');
  await player.command('governance/meetings', {
    id,
    bodyId,
    scheduledFor: player.day,
    agenda,
    effectiveAt: '2016-03-01',
  });
  await player.command('governance/resolutions', {
    id: resolutionId,
    meetingId: id,
    clause: 'dissolution',
    subject: agenda[0],
  });
  const { members, present: inPerson, represented } = present;
  await player.command(`governance/meetings/${id}/hold`, { members, present: inPerson, represented });
  await player.command(`governance/resolutions/${resolutionId}/record-tally`, { tally: { ...present, for: inFavour } });
}

export const directorLeaves: StoryRow = {
  day: '2016-09-01',
  title: 'Armand Lulka leaves the general direction of Numélink, in the middle of the merger',
  play: async (player) => {
    await player.command(`governance/roles/${roles.directorOfNumelink}/end`, {});
  },
};
