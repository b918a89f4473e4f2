import { bivouac, bodies, clusters, offices, organisationOf, partnerOf, seatOf } from '../cast.ts';
import { sirenOf } from '../companies.ts';
import type { Player, StoryRow } from '../../player.ts';

/** The partners that the sources name, and the number of founders; the others are not named. */
const authorities = ['Région Auvergne', 'Clermont Communauté'];
const FOUNDERS = 11;
const otherFounders = Array.from(
  { length: FOUNDERS - authorities.length - 1 },
  (_, index) => `Founding partner ${String(index + 4)}`,
);
/** Numbers past those of the companies. */
const FIRST_SIREN = 5_000;

export const bivouacOpens: StoryRow = {
  day: '2015-07-01',
  title:
    'Convention of Numélink and Auvergne TIC; Auvergne TIC is one of eleven founding partners of the Quartier numérique',
  play: async (player) => {
    await conventionWithAuvergneTic(player);
    await player.command('incubation/incubators', {
      id: bivouac.incubator,
      name: 'Quartier numérique',
      site: 'La Pardieu, Clermont-Ferrand',
    });
    await join(player, 'Auvergne TIC', 'sector-body', { kind: 'cluster', id: clusters.auvergneTic });
    const organisations = [...authorities, ...otherFounders];
    for (const [index, name] of organisations.entries()) {
      const isAuthority = authorities.includes(name);
      const kind = isAuthority ? 'public-authority' : 'group';
      const facts = { id: organisationOf(name), name, kind, siren: sirenOf(FIRST_SIREN + index) };
      await player.command('membership/organisations', facts);
      const holder = { kind: 'organisation', id: organisationOf(name) };
      await join(player, name, isAuthority ? 'public-authority' : 'private-group', holder);
    }
  },
};

async function join(player: Player, name: string, partnerClass: string, holder: object): Promise<void> {
  const id = partnerOf(name);
  const partner = { id, incubatorId: bivouac.incubator, class: partnerClass, holder, founding: true };
  await player.command('incubation/partners', partner);
  await player.command(`incubation/partners/${id}/grant-seat`, { seatId: seatOf(name) });
}

/** One seat in the board of Numélink for Auvergne TIC; the sources do not name who sat on it. */
async function conventionWithAuvergneTic(player: Player): Promise<void> {
  const seat = {
    id: offices.seatOfAuvergneTic,
    bodyId: bodies.boardOf('numelink'),
    kind: 'seat',
    title: 'Seat of Auvergne TIC',
  };
  await player.command('governance/offices', seat);
}

/** The day of the new name is not public; it lies before the incubator was dissolved. */
export const bivouacRenamed: StoryRow = {
  day: '2017-06-15',
  title: 'The Quartier numérique is called Le Bivouac',
  play: async (player) => {
    await player.command(`incubation/incubators/${bivouac.incubator}/rename`, { name: 'Le Bivouac' });
  },
};

export const bivouacDissolved: StoryRow = {
  day: '2021-08-31',
  title: 'The partner seat of Auvergne TIC is listed under Digital League; the incubator is dissolved',
  play: async (player) => {
    await player.command(`incubation/incubators/${bivouac.incubator}/dissolve`, {});
  },
};
