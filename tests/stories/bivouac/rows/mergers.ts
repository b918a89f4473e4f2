import { Merger, unanimous } from '../../merger.ts';
import type { StoryRow } from '../../player.ts';
import { clusters, id, operations } from '../cast.ts';

const { auvergneTic, numelink, clustr, digitalLeague } = clusters;
const nothingElse = { newAntennas: [], antennaMapping: [], conditions: [], contributionsEuros: null, openPoints: [] };

const absorption = {
  motives: 'Une masse critique pour les adhérents.',
  successor: {
    ...{ clusterId: numelink, name: 'Numélink', nameKind: 'final', seat: 'Saint-Étienne' },
    departments: ['42', '69', '63', '43'],
  },
  transitionalGovernance: { bodies: [] },
  ...nothingElse,
};

const creation = {
  motives: 'Un des premiers clusters numériques d’Europe.',
  effectDate: '2017-03-28',
  targetDate: '2017-03-28',
  successor: {
    ...{ clusterId: digitalLeague, name: 'Digital League', nameKind: 'final', seat: 'Lyon' },
    departments: ['69', '42', '38', '63', '43'],
  },
  transitionalGovernance: {
    limit: '2018-03-27',
    bodies: [{ bodyId: id('assembly', 'Digital League'), kind: 'assembly', name: 'Assemblée générale', offices: [] }],
  },
  ...nothingElse,
};

export const absorptionPlanned: StoryRow = {
  day: '2016-01-20',
  title: 'The boards of Numélink and Auvergne TIC adopt the plan of their merger',
  play: async (player) => {
    const merger = new Merger(player, operations.auvergneTic);
    const parties = [
      { clusterId: numelink, role: 'absorbing' },
      { clusterId: auvergneTic, role: 'absorbed' },
    ];
    await merger.start('fusion-absorption', 'Numélink absorbs Auvergne TIC', parties);
    await merger.draft(absorption);
    await merger.adopt('2016-01-20', numelink, auvergneTic);
  },
};

export const absorptionNotified: StoryRow = {
  day: '2016-02-15',
  title: 'Both publish the notice of their merger, and open the documents',
  play: (player) => new Merger(player, operations.auvergneTic).publishNotices(numelink, auvergneTic),
};

export const absorbed: StoryRow = {
  day: '2016-03-31',
  title: 'Numélink absorbs Auvergne TIC',
  play: async (player) => {
    const merger = new Merger(player, operations.auvergneTic);
    await merger.vote(auvergneTic, unanimous(80, 38, 11));
    await merger.vote(numelink, unanimous(220, 96, 33));
    await merger.untilMoved();
  },
};

export const leaguePlanned: StoryRow = {
  day: '2017-01-20',
  title: "The boards of Numélink and Clust'R Numérique adopt the plan of Digital League",
  play: async (player) => {
    const merger = new Merger(player, operations.digitalLeague);
    const parties = [numelink, clustr].map((clusterId) => ({ clusterId, role: 'founding' }));
    await merger.start('fusion-creation', "Numélink and Clust'R Numérique come together", parties);
    await merger.draft(creation);
    await merger.adopt('2017-01-20', numelink, clustr);
  },
};

export const leagueNotified: StoryRow = {
  day: '2017-02-20',
  title: 'Both publish the notice of their merger, and open the documents',
  play: (player) => new Merger(player, operations.digitalLeague).publishNotices(numelink, clustr),
};

export const leagueIsBorn: StoryRow = {
  day: '2017-03-28',
  title: "Numélink and Clust'R Numérique become Digital League",
  play: async (player) => {
    const merger = new Merger(player, operations.digitalLeague);
    await merger.vote(numelink, unanimous(300, 121, 47));
    await merger.vote(clustr, unanimous(300, 118, 52));
    await merger.takeEffect();
    await merger.untilMoved();
  },
};
