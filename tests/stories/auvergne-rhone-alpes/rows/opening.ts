import { bodies, clusters, mandates, offices, people, roles, type ClusterName } from '../cast.ts';
import { company, memberLists } from '../companies.ts';
import type { Player, StoryRow } from '../../player.ts';

/** Statutes are not public: every cluster of the story has these clauses. */
const half = { numerator: 1, denominator: 2 };
const twoThirds = { numerator: 2, denominator: 3 };
const clauses = {
  ordinary: { quorum: { numerator: 1, denominator: 4 }, majority: half, majorityOf: 'votes-cast', strict: true },
  amendment: { quorum: half, majority: twoThirds, majorityOf: 'votes-cast', strict: false },
  dissolution: { quorum: half, majority: twoThirds, majorityOf: 'votes-cast', strict: false },
};

interface Founded {
  readonly name: string;
  readonly seat: string;
  readonly departments: readonly string[];
  readonly members: readonly number[];
  readonly segment: string;
  readonly board?: number;
}

const lists = memberLists();

/** Whom a cluster served, as the press of the day put it. */
export const [SOFTWARE, SMALL_IT] = ['éditeurs de logiciels', 'petites entreprises du numérique'];

const founded: Readonly<Partial<Record<ClusterName, Founded>>> = {
  edit: { name: 'Cluster Edit', seat: 'Lyon', departments: ['69'], members: lists.edit, segment: SOFTWARE },
  grilog: { name: 'Grilog', seat: 'Grenoble', departments: ['38'], members: lists.grilog, segment: SOFTWARE },
  numelink: {
    name: 'Numélink',
    seat: 'Saint-Étienne',
    departments: ['42'],
    members: lists.numelink,
    segment: SMALL_IT,
    board: 24,
  },
  rhoneAlley: {
    name: 'RhôneAlley',
    seat: 'Valence',
    departments: ['26', '07'],
    members: lists.rhoneAlley,
    segment: SMALL_IT,
  },
  auvergneTic: {
    name: 'Auvergne TIC',
    seat: 'Clermont-Ferrand',
    departments: ['63', '43'],
    members: lists.auvergneTic,
    segment: SMALL_IT,
  },
};

/** The statutes, the bodies and the office of president that a cluster of the story has. */
export async function constitute(player: Player, cluster: ClusterName, board?: number): Promise<void> {
  const clusterId = clusters[cluster];
  await player.command(`governance/statutes/${clusterId}/adopt`, { clauses });
  await player.command('governance/bodies', {
    id: bodies.assemblyOf(cluster),
    clusterId,
    kind: 'assembly',
    name: 'General assembly',
  });
  const size = board === undefined ? {} : { size: board };
  await player.command('governance/bodies', {
    id: bodies.boardOf(cluster),
    clusterId,
    kind: 'board',
    name: 'Board',
    ...size,
  });
  const presidency = {
    id: offices.presidentOf(cluster),
    bodyId: bodies.boardOf(cluster),
    kind: 'president',
    title: 'President',
  };
  await player.command('governance/offices', presidency);
}

/** Adopted statutes of a body that a merger created. */
export async function adoptStatutes(player: Player, cluster: ClusterName): Promise<void> {
  await player.command(`governance/statutes/${clusters[cluster]}/adopt`, { clauses });
}

/** What stood there when the record opens. */
export const opening: StoryRow = {
  day: '2014-01-01',
  title: 'The record opens: five clusters of Auvergne and Rhône-Alpes, their members, boards and statutes',
  play: async (player) => {
    await player.each(lists.all.map(company), ({ id, name, siren, sizeClass }) => [
      'membership/organisations',
      { id, name, siren, sizeClass, kind: 'company' },
    ]);
    for (const [key, { name, seat, departments, members, segment, board }] of Object.entries(founded)) {
      const cluster = key as ClusterName;
      const clusterId = clusters[cluster];
      await player.command('membership/clusters', { id: clusterId, name, seat, departments });
      await constitute(player, cluster, board);
      await player.each(members, (number) => [
        'membership/memberships',
        { clusterId, organisationId: company(number).id, segment },
      ]);
    }
    await presidentsAndStaff(player);
  },
};

async function presidentsAndStaff(player: Player): Promise<void> {
  const start = async (cluster: ClusterName, mandateId: string, person: object): Promise<void> => {
    await player.command(`governance/offices/${offices.presidentOf(cluster)}/start-mandate`, {
      mandateId,
      person,
      how: 'elected',
    });
  };
  await start('numelink', mandates.bocquetNumelink, people.bocquet);
  await start('rhoneAlley', mandates.montierRhoneAlley, people.montier);
  const director = {
    id: roles.directorOfNumelink,
    clusterId: clusters.numelink,
    title: 'Director',
    person: people.lulka,
  };
  await player.command('governance/roles', director);
}
