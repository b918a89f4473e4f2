import type { Player, StoryRow } from '../../player.ts';
import { before, clusters, COLLEGES, id, joined, outsider, region, REGISTERED, schools, type Member } from '../cast.ts';

const { telecomValley, medinsoft, scs } = clusters;

async function admit(player: Player, who: readonly Member[], more: { readonly effectiveAt?: string } = {}) {
  await player.each(who, ({ id: organisationId, name, what }) => [
    'membership/organisations',
    { id: organisationId, name, ...REGISTERED[what], effectiveAt: '2000-01-01' },
  ]);
  await player.each(who, ({ id: organisationId, department }) => [
    `membership/organisations/${organisationId}/locate`,
    { department, effectiveAt: '2000-01-01' },
  ]);
  await player.each(who, ({ id: organisationId, what }) => [
    'membership/memberships',
    { clusterId: telecomValley, organisationId, college: COLLEGES[what], ...more },
  ]);
}

export const opening: StoryRow = {
  day: '2014-01-06',
  title:
    'Telecom Valley, founded in 1991, asleep from 2001 to 2004 and awake again, has 107 members; SCS and Medinsoft',
  play: async (player) => {
    for (const [clusterId, name, seat, departments] of [
      [telecomValley, 'Telecom Valley', 'Sophia Antipolis', ['06', '83', '13', '75']],
      [medinsoft, 'Medinsoft', 'Aix-Marseille', ['13']],
      [scs, 'SCS', 'Gardanne', ['13', '06']],
    ] as const) {
      const named = { id: clusterId, name, seat, departments, effectiveAt: '1991-01-01' };
      await player.command('membership/clusters', named);
    }
    await player.command(`membership/clusters/${telecomValley}/fall-dormant`, {
      ...{ effectiveAt: '2001-01-01', revivedOn: '2005-01-01' },
    });
    for (const [organisationId, name, kind] of [
      [region, 'Région Provence-Alpes-Côte d’Azur', 'public-authority'],
      [outsider, 'Une société de passage', 'company'],
    ] as const) {
      const registered = { id: organisationId, name, kind, effectiveAt: '1982-03-02' };
      await player.command('membership/organisations', registered);
    }
    await admit(player, before, { effectiveAt: '2010-01-01' });
  },
};

export const partnerships: StoryRow = {
  day: '2015-03-16',
  title: 'It works with the SCS pole and with Medinsoft: partnerships, without reciprocity',
  play: async (player) => {
    for (const other of [medinsoft, scs]) {
      const agreement = id('agreement', other);
      const services = [{ service: 'Conférences', modality: 'same-price' }];
      const terms = { kind: 'partnership', parties: [telecomValley, other], services, clusterId: telecomValley };
      await player.command('membership/agreements', { id: agreement, ...terms, until: '2018-01-01' });
      for (const clusterId of [telecomValley, other])
        await player.command(`membership/agreements/${agreement}/sign`, { clusterId });
    }
  },
};

/** On which days the board admitted, and how many. */
const BOARDS = [
  ['2015-04-14', 10],
  ['2015-06-09', 9],
  ['2015-10-06', 9],
  ['2015-12-15', 9],
] as const;

export const admissions: readonly StoryRow[] = BOARDS.map(([day, count], nth) => ({
  day,
  title: `The board admits ${String(count)} members`,
  // Of each kind some on each day.
  play: (player) =>
    admit(
      player,
      joined.filter((_, index) => index % BOARDS.length === nth),
    ),
}));

/** Twelve have 2,500 students and two have 5,000: 40,000. */
const studentsOf = (place: number): number => (place < 2 ? 5_000 : 2_500);

export const figures: StoryRow = {
  day: '2016-02-15',
  title: 'What the 144 members stand for is declared: 18,000 employees, and 40,000 students at the fourteen schools',
  play: async (player) => {
    const persons = { unit: 'persons', on: '2015-12-31' };
    for (const [indicator, value, scope] of [
      ['employees', 18_000, 'Les 144 membres'],
      ['students', 40_000, 'Les établissements membres'],
    ] as const) {
      const figure = { ...persons, indicator, value, scope, source: 'Telecom Valley' };
      await player.command(`membership/clusters/${telecomValley}/declare-figure`, { figure });
    }
    const declared = schools.map((school, place) => ({ school, value: studentsOf(place) }));
    await player.each(declared, ({ school: { id: organisationId, name }, value }) => [
      `membership/organisations/${organisationId}/declare-figure`,
      { figure: { ...persons, indicator: 'students', value, source: name } },
    ]);
  },
};
