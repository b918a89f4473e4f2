import { antennas, bodies, clusters, mandates, offices, operations, people } from '../cast.ts';
import { company, memberLists } from '../companies.ts';
import { Merger, unanimous } from '../../merger.ts';
import type { StoryRow } from '../../player.ts';
import { adoptStatutes, SOFTWARE } from './opening.ts';

/** Edit and Grilog: decided before any text on mergers of associations, so judged without the decree of 2015. */
const plan = {
  motives: 'One digital cluster for Lyon and Grenoble.',
  successor: {
    clusterId: clusters.clustr,
    name: "Clust'R Numérique",
    nameKind: 'final',
    seat: 'Lyon',
    departments: ['69', '38'],
  },
  effectDate: '2015-03-19',
  accountingDate: '2015-01-01',
  targetDate: '2015-01-01',
  newAntennas: [
    { antennaId: antennas.lyon, name: 'Lyon', departments: ['69'], originClusterId: clusters.edit },
    { antennaId: antennas.grenoble, name: 'Grenoble', departments: ['38'], originClusterId: clusters.grilog },
  ],
  antennaMapping: [
    { fromClusterId: clusters.edit, toAntennaId: antennas.lyon },
    { fromClusterId: clusters.grilog, toAntennaId: antennas.grenoble },
  ],
  transitionalGovernance: {
    bodies: [
      { bodyId: bodies.assemblyOf('clustr'), kind: 'assembly', name: 'General assembly', offices: [] },
      {
        bodyId: bodies.boardOf('clustr'),
        kind: 'board',
        name: 'Board',
        size: 16,
        offices: [
          {
            officeId: offices.presidentOf('clustr'),
            kind: 'president',
            title: 'President',
            maxHolders: 1,
            holders: [{ mandateId: mandates.berardClustr, person: people.berard, representing: 'Esker' }],
          },
        ],
      },
    ],
  },
  conditions: [],
  contributionsEuros: null,
  openPoints: [],
};

export const grilogVotes: StoryRow = {
  day: '2014-03-27',
  title: 'Grilog (Grenoble) votes the merger with Cluster Edit (Lyon), unanimously',
  play: async (player) => {
    const merger = new Merger(player, operations.clustr);
    await merger.start('fusion-creation', "Edit and Grilog become Clust'R Numérique", [
      { clusterId: clusters.edit, role: 'founding' },
      { clusterId: clusters.grilog, role: 'founding' },
    ]);
    await merger.draft(plan);
    await merger.adopt('2014-03-27', clusters.edit, clusters.grilog);
    await merger.vote(clusters.grilog, unanimous(memberLists().grilog.length, 61, 12));
    const announced = (value: number) => ({
      figure: {
        indicator: 'members-announced',
        value,
        unit: 'members',
        on: '2014-03-27',
        source: 'press, 27 March 2014',
      },
    });
    await player.command(`membership/clusters/${clusters.edit}/declare-figure`, announced(450));
    await player.command(`membership/clusters/${clusters.grilog}/declare-figure`, announced(130));
  },
};

export const clustrIsBorn: StoryRow = {
  day: '2015-03-19',
  title: "Edit and Grilog become Clust'R Numérique (Lyon): board of 16, two antennas, 260 members",
  play: async (player) => {
    const merger = new Merger(player, operations.clustr);
    await merger.vote(clusters.edit, unanimous(memberLists().edit.length, 84, 31));
    await merger.takeEffect();
    await merger.untilMoved();
    await adoptStatutes(player, 'clustr');
  },
};

export const clustrGrows: StoryRow = {
  day: '2016-01-15',
  title: "Forty more companies join Clust'R Numérique, which comes to 300",
  play: async (player) => {
    await player.each(memberLists().clustrNewcomers, (number) => [
      'membership/memberships',
      { clusterId: clusters.clustr, organisationId: company(number).id, antennaId: antennas.lyon, segment: SOFTWARE },
    ]);
  },
};
