import { membershipIds } from '../membership-ids.ts';
import type { Player, StoryRow } from '../../player.ts';
import {
  bodyOf,
  clusterId,
  company,
  companyName,
  five,
  FRANCE_CLUSTERS,
  FRANCE_IT,
  franceClusters,
  franceIt,
  labels,
  lulka,
  mandateOf,
  members,
  officeOf,
  outgoing,
  presidencyOf,
  presidentOf,
  spn,
  aliptic,
} from '../cast.ts';

const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true };
/** Statutes are not public: every cluster of the story has these clauses. */
const clauses = { ordinary: clause, amendment: clause, dissolution: clause };

/** The board or bureau of a cluster, with the office of its president. */
async function presided(player: Player, cluster: string, kind: 'board' | 'bureau'): Promise<void> {
  const [bodyId, named] = [bodyOf(cluster, kind), kind === 'board' ? "Conseil d'administration" : 'Bureau'];
  await player.command('governance/bodies', { id: bodyId, clusterId: clusterId(cluster), kind, name: named });
  await player.command('governance/offices', {
    id: officeOf(cluster),
    bodyId,
    kind: 'president',
    title: presidencyOf(cluster),
  });
}

export const before: StoryRow = {
  day: '2008-01-01',
  title: 'Twenty digital clusters meet in France Clusters; five of them are in what will be Nouvelle-Aquitaine',
  play: async (player) => {
    const network = { id: franceClusters, name: FRANCE_CLUSTERS, kind: 'network', seat: 'Paris' };
    await player.command('membership/clusters', { ...network, effectiveAt: '2005-01-01' });
    await player.each(members, (name) => {
      const { seat, departments } = five.find((each) => each.name === name) ?? { seat: 'Lyon', departments: [] };
      return ['membership/clusters', { id: clusterId(name), name, seat, departments, effectiveAt: '2005-01-01' }];
    });
    await player.each(members, (name) => [
      'membership/memberships',
      { clusterId: franceClusters, organisationId: clusterId(name) },
    ]);
  },
};

export const founded: StoryRow = {
  day: '2010-06-01',
  title: 'They create France IT; Armand Lulka is there for Numélink',
  play: async (player) => {
    const network = { id: franceIt, name: FRANCE_IT, kind: 'network', seat: 'Lyon' };
    await player.command('membership/clusters', network);
    await player.each(members, (name) => [
      'membership/memberships',
      { clusterId: franceIt, organisationId: clusterId(name) },
    ]);
    await player.command(`governance/statutes/${franceIt}/adopt`, { clauses });
    const assembly = { id: bodyOf(FRANCE_IT, 'assembly'), clusterId: franceIt, kind: 'assembly' };
    await player.command('governance/bodies', { ...assembly, name: 'Assemblée générale' });
    await presided(player, FRANCE_IT, 'bureau');
    const ids = await membershipIds(player.api, franceIt, player.day);
    const numelink = ids.get(clusterId('Numélink')) ?? '';
    await player.command(`membership/representatives/${numelink}/designate`, { person: lulka });
  },
};

export const companies: StoryRow = {
  day: '2012-01-02',
  title: 'The five have their statutes, boards and members: 620 memberships of 590 companies',
  play: async (player) => {
    for (const { name } of five) {
      await player.command(`governance/statutes/${clusterId(name)}/adopt`, { clauses });
      await presided(player, name, 'board');
      const mandate = { mandateId: mandateOf(name), person: presidentOf(name), how: 'elected' };
      await player.command(`governance/offices/${officeOf(name)}/start-mandate`, mandate);
    }
    const numbers = [...new Set(five.flatMap(({ members: of }) => of))];
    await player.each(numbers, (number) => [
      'membership/organisations',
      { id: company(number), name: companyName(number), kind: 'company' },
    ]);
    const lists = five.flatMap(({ name, members: of }) => of.map((number) => [clusterId(name), number] as const));
    await player.each(lists, ([cluster, number]) => [
      'membership/memberships',
      { clusterId: cluster, organisationId: company(number) },
    ]);
  },
};

async function award(player: Player, schemeId: string, kind: string, holders: readonly string[]): Promise<void> {
  await player.each(holders, (holderId) => ['membership/labels', { schemeId, holder: { kind, id: holderId } }]);
}

export const labelled: StoryRow = {
  day: '2014-03-03',
  title: 'France IT awards Entreprise Numérique Responsable and Label Cloud, to members of SPN and to two clusters',
  play: async (player) => {
    for (const [schemeId, name] of [
      [labels.responsible, 'Label Entreprise Numérique Responsable'],
      [labels.cloud, 'Label Cloud'],
    ] as const) {
      const rules = { onHolderSuccession: { policy: 'consent', withinMonths: 6 } };
      await player.command('membership/label-schemes', { id: schemeId, issuerId: franceIt, name, ...rules });
    }
    const [own = { members: [] }] = five;
    await award(player, labels.responsible, 'organisation', own.members.slice(0, 12).map(company));
    await award(player, labels.cloud, 'organisation', own.members.slice(10, 15).map(company));
    await award(player, labels.responsible, 'cluster', [spn, aliptic]);
  },
};

export const presidedOver: StoryRow = {
  day: '2017-03-20',
  title: 'One person presides over France IT, for three years',
  play: async (player) => {
    await player.command(`governance/offices/${officeOf(FRANCE_IT)}/start-mandate`, {
      ...{ mandateId: mandateOf(FRANCE_IT), person: outgoing, how: 'elected', limit: '2020-03-18' },
    });
  },
};
