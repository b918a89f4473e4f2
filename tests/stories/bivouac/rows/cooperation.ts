import type { StoryRow } from '../../player.ts';
import { authorities, clusters, company, id, incubator, organisation } from '../cast.ts';

export const programme = id('programme', 'French Tech');

export const frenchTech: StoryRow = {
  day: '2015-07-01',
  title: 'A programme with the French Tech, which Auvergne TIC leads and the region pays for',
  play: async (player) => {
    const started = { name: 'Avec la French Tech', theme: 'Programme du territoire', leadId: clusters.auvergneTic };
    await player.command('events/programmes', { id: programme, ...started });
    for (const [role, name] of [
      ['funder', authorities[0]],
      ['beneficiary', authorities[1]],
    ] as const) {
      const party = { kind: 'organisation', id: organisation(name) };
      await player.command(`events/programmes/${programme}/take-part`, { role, party });
    }
  },
};

/** Whom the cluster brings together: a start-up, and a group that carries the incubator. */
export const EXCHANGES = [
  [7, 'Michelin'],
  [8, 'Limagrain'],
  [9, 'Orange'],
] as const;

export const exchanges: StoryRow = {
  day: '2016-11-08',
  title: 'Three start-ups are brought together with groups that carry the incubator',
  play: async (player) => {
    await player.each(EXCHANGES, ([number, group]) => [
      'events/introductions',
      {
        ...{ id: id('exchange', group), clusterId: clusters.numelink, purpose: 'Un pilote' },
        organisationIds: [company(number), organisation(group)],
      },
    ]);
  },
};

export const expertise: StoryRow = {
  day: '2017-05-11',
  title: 'An expert helps two companies with what they have not themselves',
  play: async (player) => {
    await player.command('incubation/sessions', {
      ...{ incubatorId: incubator, kind: 'expertise', minutes: 120, tags: ['sales'] },
      organisationIds: [company(7), company(8)],
    });
  },
};

export const enlarged: StoryRow = {
  day: '2018-03-01',
  title: 'It is decided that there are thirty-one places: the company that still waited is inside',
  play: async (player) => {
    await player.command(`incubation/occupancies/${incubator}/decide-capacity`, { places: 31 });
  },
};
