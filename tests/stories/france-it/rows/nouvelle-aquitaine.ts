import { Merger, unanimous } from '../../merger.ts';
import type { Player, StoryRow } from '../../player.ts';
import {
  antennaOf,
  bodyOf,
  clusterId,
  cobalt,
  delegateOf,
  dryRuns,
  five,
  MERGED,
  mandateOf,
  merged,
  operations,
  programmes,
  reciprocity,
  region,
  REPRESENTATION,
  representation,
  seatNameOf,
  seatOf,
  spn,
} from '../cast.ts';

const clusters = five.map(({ name }) => clusterId(name));
const territory = [...new Set(five.flatMap(({ departments }) => departments))];

export const opened: StoryRow = {
  day: '2015-09-01',
  title: 'SPN creates Cobalt, a place of innovation',
  play: async (player) => {
    const { incubator, partner, seat } = cobalt;
    await player.command('incubation/incubators', { id: incubator, name: 'Cobalt', site: 'Cobalt, Poitiers' });
    const space = { kind: 'public', name: 'Espace ouvert' };
    await player.command(`incubation/incubators/${incubator}/open-space`, space);
    const founder = { incubatorId: incubator, class: 'sector-body', holder: { kind: 'cluster', id: spn } };
    await player.command('incubation/partners', { id: partner, ...founder, founding: true });
    await player.command(`incubation/partners/${partner}/grant-seat`, { seatId: seat });
  },
};

const euros = (amount: number): number => amount * 100;

export const lived: StoryRow = {
  day: '2015-12-31',
  title: 'What the five have lived of in 2015; SPN asks for no more than half from local institutions',
  play: async (player) => {
    const bounds = [{ class: 'local-institutions', bound: 'at-most', percent: 50, of: 'cash' }];
    await player.command(`membership/funding/${spn}/set-rule`, { bounds, effectiveAt: '2015-01-01' });
    const entries = five.flatMap(({ name, own, local }) => [
      [name, 'fees', own] as const,
      [name, 'local-institutions', local] as const,
    ]);
    await player.each(entries, ([name, resource, amount]) => [
      `membership/funding/${clusterId(name)}/record`,
      { resource, amountCents: euros(amount), source: 'Comptes de 2015' },
    ]);
  },
};

const none = { conditions: [], contributionsEuros: null, openPoints: [] };

/** The plan of a merger as it was asked about, and never adopted. */
const mergerPlan = {
  ...none,
  motives: 'One region, and many clusters that have to merge: what would it do to us?',
  successor: { clusterId: merged, name: MERGED, nameKind: 'working', seat: 'Bordeaux', departments: territory },
  newAntennas: five.map(({ name, departments }) => ({
    ...{ antennaId: antennaOf(name), name: `Antenne ${name}`, brand: name, departments },
    originClusterId: clusterId(name),
  })),
  antennaMapping: five.map(({ name }) => ({ fromClusterId: clusterId(name), toAntennaId: antennaOf(name) })),
  transitionalGovernance: {
    bodies: [{ bodyId: bodyOf(MERGED, 'board'), kind: 'board', name: "Conseil d'administration", offices: [] }],
  },
};

export const examined: StoryRow = {
  day: '2016-05-02',
  title: 'The regions have merged: the five ask what a merger of their own would do, and keep the answer',
  play: async (player) => {
    const organisation = { id: region, name: 'Région Nouvelle-Aquitaine', kind: 'public-authority' };
    await player.command('membership/organisations', { ...organisation, effectiveAt: '2016-01-01' });
    const merger = new Merger(player, operations.merger);
    const participants = clusters.map((each) => ({ clusterId: each, role: 'founding' }));
    await merger.start('fusion-creation', 'One cluster for Nouvelle-Aquitaine', participants);
    await merger.logPosition('Région Nouvelle-Aquitaine', 'One region: many clusters have to merge.', []);
    await merger.draft(mergerPlan);
    await player.command('mergers/dry-runs', { id: dryRuns.merger, operationId: operations.merger });
  },
};

export const apart: StoryRow = {
  day: '2016-06-30',
  title: 'They stay apart: the merger is withdrawn before any board has adopted it',
  play: async (player) => {
    const reason = 'The five stay apart, and organise a regional representation with the region.';
    await player.command(`mergers/operations/${operations.merger}/withdraw`, { reason });
  },
};

/** A representation of the five by an agreement that sets its day: no association is published for it. */
const federationPlan = {
  ...none,
  motives: 'A regional representation with the region; nobody disappears.',
  effectDate: '2017-01-02',
  targetDate: '2017-01-02',
  successor: {
    ...{ clusterId: representation, name: REPRESENTATION, nameKind: 'final' },
    ...{ seat: 'Bordeaux', departments: territory },
  },
  newAntennas: [],
  antennaMapping: [],
  transitionalGovernance: {
    limit: '2022-01-01',
    bodies: [
      {
        bodyId: bodyOf(REPRESENTATION, 'steering-committee'),
        kind: 'steering-committee',
        name: 'Comité de pilotage',
        size: five.length,
        offices: five.map(({ name }) => ({
          ...{ officeId: seatOf(name), kind: 'seat', title: seatNameOf(name), maxHolders: 1 },
          holders: [
            {
              ...{ mandateId: mandateOf(`${name} in the committee`), person: delegateOf(name), representing: name },
              tiedToClusterId: clusterId(name),
            },
          ],
        })),
      },
    ],
  },
};

export const agreed: StoryRow = {
  day: '2016-10-03',
  title: 'The boards of the five adopt the same plan of a federation, with a steering committee of one seat each',
  play: async (player) => {
    const federation = new Merger(player, operations.federation);
    const participants = clusters.map((each) => ({ clusterId: each, role: 'federating' }));
    await federation.start('federation', 'Regional representation of Nouvelle-Aquitaine', participants);
    await federation.draft(federationPlan);
    await federation.adopt(player.day, ...clusters);
  },
};

export const approved: StoryRow = {
  day: '2016-11-24',
  title: 'Their five assemblies approve',
  play: async (player) => {
    const federation = new Merger(player, operations.federation);
    for (const { name, members } of five) {
      const [present, represented] = [Math.ceil(members.length / 2), Math.floor(members.length / 10)];
      await federation.vote(clusterId(name), unanimous(members.length, present, represented));
    }
  },
};

export const federated: StoryRow = {
  day: '2017-01-02',
  title: 'The regional representation begins; all five go on',
  play: async (player) => {
    const federation = new Merger(player, operations.federation);
    await federation.takeEffect();
    await federation.untilMoved();
  },
};

export const reciprocal: StoryRow = {
  day: '2017-03-01',
  title: 'An equivalent service in Pau, Limoges or Niort by the nearest cluster, and the actions of the others',
  play: async (player) => {
    const services = [
      { service: 'Formations', modality: 'same-price' },
      { service: 'Dîners', modality: 'quota', quota: 5 },
    ];
    const terms = { kind: 'reciprocity', parties: clusters, services, clusterId: spn };
    await player.command('membership/agreements', { id: reciprocity, ...terms, until: '2022-03-01' });
    for (const party of clusters)
      await player.command(`membership/agreements/${reciprocity}/sign`, { clusterId: party });
  },
};

/** A collective action that one of the five leads, and the others run in the same way, with money of the region. */
async function started(player: Player, programmeId: string, about: object, lead: string): Promise<void> {
  await player.command('events/programmes', { id: programmeId, ...about, leadId: clusterId(lead) });
  const relays = five.filter(({ name }) => name !== lead).map(({ name }) => clusterId(name));
  for (const relay of relays)
    await player.command(`events/programmes/${programmeId}/take-part`, {
      ...{ role: 'relay', party: { kind: 'cluster', id: relay } },
    });
  const funder = { role: 'funder', party: { kind: 'organisation', id: region } };
  await player.command(`events/programmes/${programmeId}/take-part`, funder);
}

export const training: StoryRow = {
  day: '2018-01-15',
  title: 'A programme of digital training: Aliptic leads it, and all five run it in the same way',
  play: (player) =>
    started(player, programmes.training, { name: 'Formation au numérique', theme: 'Formation' }, 'Aliptic'),
};

export const sobriety: StoryRow = {
  day: '2019-09-02',
  title: 'A programme on digital sobriety follows, led by SPN',
  play: (player) =>
    started(player, programmes.sobriety, { name: 'Sobriété numérique', theme: 'Sobriété numérique' }, 'SPN'),
};
