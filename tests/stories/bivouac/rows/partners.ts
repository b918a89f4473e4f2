import type { Player, StoryRow } from '../../player.ts';
import {
  authorities,
  CAISSE_D_EPARGNE,
  CAISSE_DES_DEPOTS,
  clusters,
  foundingGroups,
  GDF_SUEZ,
  id,
  incubator,
  organisation,
  partner,
  person,
  SCHOOL,
} from '../cast.ts';

const half = { numerator: 1, denominator: 2 };
const clause = { quorum: half, majority: half, majorityOf: 'votes-cast', strict: true };
const clauses = { ordinary: clause, amendment: clause, dissolution: clause };

const named = {
  auvergneTic: ['Auvergne TIC', 'Clermont-Ferrand', ['63', '43']],
  numelink: ['Numélink', 'Saint-Étienne', ['42', '69']],
  clustr: ["Clust'R Numérique", 'Lyon', ['69', '38']],
} as const;

export const clustersFounded: StoryRow = {
  day: '2014-01-01',
  title: "Auvergne TIC, Numélink and Clust'R Numérique, with their statutes and assemblies",
  play: async (player) => {
    for (const [key, [name, seat, departments]] of Object.entries(named)) {
      const clusterId = clusters[key as keyof typeof named];
      await player.command('membership/clusters', { id: clusterId, name, seat, departments });
      await player.command(`governance/statutes/${clusterId}/adopt`, { clauses });
      const assembly = { id: id('assembly', clusterId), clusterId, kind: 'assembly', name: 'Assemblée générale' };
      await player.command('governance/bodies', assembly);
    }
  },
};

/** An organisation or a cluster joins in a class, and has a seat in the steering body. */
async function join(player: Player, name: string, partnerClass: string, holder: object, founding: boolean) {
  await player.command('incubation/partners', {
    ...{ id: partner(name), incubatorId: incubator, class: partnerClass, holder, founding },
  });
  await player.command(`incubation/partners/${partner(name)}/grant-seat`, { seatId: id('seat', name) });
}

async function register(player: Player, name: string, kind: string): Promise<object> {
  await player.command('membership/organisations', { id: organisation(name), name, kind, effectiveAt: '2000-01-01' });
  return { kind: 'organisation', id: organisation(name) };
}

export const opening: StoryRow = {
  day: '2015-01-15',
  title: 'The Quartier numérique opens at La Pardieu: two kinds of space, four on the staff, eleven founding partners',
  play: async (player) => {
    const open = { id: incubator, name: 'Quartier numérique', site: 'La Pardieu, Clermont-Ferrand' };
    await player.command('incubation/incubators', open);
    const path = `incubation/incubators/${incubator}`;
    const services = ['salle de réunion', 'réseau', 'accueil'];
    await player.command(`${path}/open-space`, { kind: 'public', name: 'Espace collaboratif', services });
    await player.command(`${path}/open-space`, { kind: 'admitted', name: 'Incubateur et accélérateur' });
    for (const [role, name] of [
      ['director', 'Benoît Membré'],
      ['start-up-adviser', 'Accompagnement'],
      ['community-manager', 'Animation'],
      ['team-member', 'Équipe'],
    ] as const)
      await player.command(`${path}/appoint`, { role, person: person(name) });
    await join(player, 'Auvergne TIC', 'sector-body', { kind: 'cluster', id: clusters.auvergneTic }, true);
    for (const name of authorities)
      await join(player, name, 'public-authority', await register(player, name, 'public-authority'), true);
    for (const name of foundingGroups)
      await join(player, name, 'private-group', await register(player, name, 'group'), true);
  },
};

export const thirteen: StoryRow = {
  day: '2015-06-01',
  title:
    'The Caisse d’Épargne and a school have joined: thirteen partners; GDF Suez is called ENGIE since April; by the law one of the groups is public',
  play: async (player) => {
    await player.command(`membership/organisations/${organisation(GDF_SUEZ)}/rename`, {
      ...{ name: 'ENGIE', effectiveAt: '2015-04-24' },
    });
    await join(player, CAISSE_D_EPARGNE, 'private-group', await register(player, CAISSE_D_EPARGNE, 'group'), false);
    await join(player, SCHOOL, 'education-research', await register(player, SCHOOL, 'school'), false);
    await player.command(`incubation/partners/${partner(CAISSE_DES_DEPOTS)}/declare-class`, {
      ...{ class: 'public-authority', source: 'Code monétaire et financier, art. L. 518-2' },
    });
    const source = 'Convention de partenariat';
    for (const [name, form, amountCents] of [
      ['Clermont Communauté', 'premises', null],
      ['Michelin', 'staff', null],
      ['Orange', 'equipment', null],
    ] as const)
      await player.command(`incubation/partners/${partner(name)}/declare-contribution`, {
        ...{ form, year: 2015, amountCents, source },
      });
  },
};

export const renamed: StoryRow = {
  day: '2017-06-15',
  title: 'The Quartier numérique is called Le Bivouac',
  play: async (player) => {
    await player.command(`incubation/incubators/${incubator}/rename`, { name: 'Le Bivouac' });
  },
};

export const dissolved: StoryRow = {
  day: '2021-08-31',
  title: 'The incubator is dissolved; its history stays',
  play: async (player) => {
    await player.command(`incubation/incubators/${incubator}/dissolve`, {});
  },
};
