import { addDays, calendarDate, derivedId, type Uuid } from '#libs/kernel';
import type { Player, StoryRow } from '../../player.ts';
import { clusters, communities, id, lunches, SINCE, sme, sophiaConf } from '../cast.ts';

const { telecomValley, scs } = clusters;
const ours = { clusterId: telecomValley, organiser: { kind: 'cluster', id: telecomValley } };
const place = { name: 'Sophia Antipolis', zone: 'Europe/Paris' };
/** Twelve members of which lists say that they came to the lunches, five of them to the communities. */
const comers = Array.from({ length: 12 }, (_, index) => sme(index + 1));

interface Planned {
  readonly id: Uuid;
  readonly day: string;
  readonly body: object;
}

function planned(title: string, format: string, day: string, more: object): Planned {
  const body = { title, format, place, audience: ['member', 'public'], ...ours, ...more };
  return { id: id('gathering', title), day, body };
}

/** So many gatherings of a format, spread over the twelve months. */
function spread(format: string, title: string, count: number, more: (day: string) => object = () => ({})) {
  return Array.from({ length: count }, (_, index): Planned => {
    const day = addDays(calendarDate(SINCE), 1 + Math.floor((index * 360) / count));
    const schedule = { from: `${day}T18:00`, to: `${day}T21:00` };
    return planned(`${title} ${String(index + 1)}`, format, day, { schedule, ...more(day) });
  });
}

/** A training, and the feedback of those who were trained. */
const twoParts = (day: string) => ({
  parts: [
    { title: 'Formation', from: `${day}T18:00`, to: `${day}T19:30` },
    { title: 'Retour d’expérience', from: `${day}T19:30`, to: `${day}T21:00` },
  ],
});

const evenings = ['2015-07-06', '2015-07-07', '2015-07-08', '2015-07-09'].map((day) =>
  planned(`SophiaConf ${day}`, 'conference', day, { schedule: { from: `${day}T18:00`, to: `${day}T21:30` } }),
);
/** What SCS organises, with Telecom Valley as a host beside it. */
const industria = planned('Industria', 'conference', '2015-11-17', {
  ...{ clusterId: scs, organiser: { kind: 'cluster', id: scs }, coHosts: [{ kind: 'cluster', id: telecomValley }] },
  schedule: { from: '2015-11-17', to: '2015-11-18' },
});
const year: readonly Planned[] = [
  ...spread('conference', 'Conférence', 51),
  industria,
  ...spread('workshop', 'Atelier FabLab', 30),
  ...spread('challenge', 'Challenge Jeunes Pousses', 11),
  ...spread('tech-event', 'Tech Event', 8, twoParts),
  ...evenings,
  planned('Nuit de la formation', 'training-night', '2015-10-13', {
    schedule: { from: '2015-10-13T20:00', to: '2015-10-14T01:00' },
  }),
];
export const dropped = planned('Conférence annulée', 'conference', '2015-09-10', {
  schedule: { from: '2015-09-10', to: '2015-09-10' },
});

/** Every second Thursday, 24 of them. */
const LUNCHES = 24;
const lunch = { from: '2015-03-05T12:00', to: '2015-03-05T14:00' };
const recurrenceId = id('recurrence', 'Déjeuners');
export const lunchId = (index: number): Uuid => derivedId('recurrence', recurrenceId, String(index));
const meals = Array.from({ length: LUNCHES }, (_, index) => ({
  about: `events/gatherings/${lunchId(index)}`,
  effectiveAt: addDays(calendarDate('2015-03-05'), 14 * index),
}));

export const circles: StoryRow = {
  day: '2014-01-07',
  title: 'The m-tourism commission works since 2013; the community on micro-electronics has fallen asleep',
  play: async (player) => {
    for (const [circle, kind, name, effectiveAt] of [
      [communities.tourism, 'commission', 'M-tourisme', '2013-01-15'],
      [communities.micro, 'community', 'Micro-électronique', '2011-01-01'],
    ] as const)
      await player.command('events/communities', { id: circle, kind, name, clusterId: telecomValley, effectiveAt });
    await player.command(`events/communities/${communities.micro}/close`, { effectiveAt: '2013-06-01' });
  },
};

export const security: StoryRow = {
  day: '2014-06-02',
  title: 'A community on security and cloud opens',
  play: async (player) => {
    const opened = { id: communities.security, kind: 'community', name: 'Sécurité et cloud', clusterId: telecomValley };
    await player.command('events/communities', opened);
    await player.each(comers.slice(0, 5), (organisationId) => [
      `events/communities/${communities.security}/join`,
      { organisationId },
    ]);
  },
};

async function planSophiaConf(player: Player): Promise<void> {
  const conference = { id: sophiaConf, ...ours, name: 'SophiaConf', format: 'conference' };
  await player.command('events/series', { ...conference, effectiveAt: '2010-01-15' });
  // Recorded late, the newest first.
  for (const number of [6, 5, 4, 3, 2, 1]) {
    const edition = { editionId: id('edition', String(number)), number, year: 2009 + number };
    const effectiveAt = `${String(edition.year)}-01-15`;
    await player.command(`events/series/${sophiaConf}/plan-edition`, { ...edition, effectiveAt });
  }
}

export const planning: StoryRow = {
  day: '2015-03-02',
  title: 'Micro-electronics comes back; SophiaConf has its sixth edition, and every second Thursday there is a lunch',
  play: async (player) => {
    await player.command(`events/communities/${communities.micro}/reopen`, {});
    await planSophiaConf(player);
    const everySecondWeek = { title: 'Déjeuner d’affaires', place, schedule: lunch, everyWeeks: 2, dates: LUNCHES };
    await player.command('events/series', { id: lunches, ...ours, name: 'Déjeuners', format: 'business-lunch' });
    await player.command(`events/series/${lunches}/plan-recurrence`, {
      ...{ recurrenceId, ...everySecondWeek, audience: ['member'] },
    });
    await player.each([...year, dropped], ({ id: gathering, body }) => [
      'events/gatherings',
      { id: gathering, ...body },
    ]);
    for (const { id: gatheringId } of evenings) {
      const placing = { editionId: id('edition', '6'), gatheringId };
      await player.command(`events/series/${sophiaConf}/place-gathering`, placing);
    }
    await player.each([lunchId(0), dropped.id], (gathering) => [`events/gatherings/${gathering}/announce`, {}]);
  },
};

export const cancelled: StoryRow = {
  day: '2015-09-01',
  title: 'A conference of the tenth is cancelled: its speaker cannot come',
  play: async (player) => {
    await player.command(`events/gatherings/${dropped.id}/cancel`, { reason: 'Orateur empêché' });
  },
};

/** Where the twenty meetings of the year were: eleven, six and three. */
const circleOf = (nth: number): string => {
  if (nth % 7 === 3) return communities.tourism;
  return nth % 3 === 1 ? communities.micro : communities.security;
};

/** Recorded at the end of the year, each on its day; the lunches with lists of who came. */
export const held: StoryRow = {
  day: '2016-02-29',
  title: 'The year as it was: 106 gatherings were held, 24 lunches of 40, and 20 meetings of the communities',
  play: async (player) => {
    await player.each(year, ({ id: gathering, day: effectiveAt }) => [
      `events/gatherings/${gathering}/hold`,
      { effectiveAt },
    ]);
    await player.each(meals, ({ about, effectiveAt }) => [`${about}/hold`, { effectiveAt }]);
    await player.each(meals, ({ about, effectiveAt }) => [
      `${about}/count-attendance`,
      { participants: 40, organisationIds: comers, effectiveAt },
    ]);
    const days = Array.from({ length: 20 }, (_, index) => addDays(calendarDate('2015-03-10'), 17 * index));
    for (const [nth, effectiveAt] of days.entries()) {
      const meeting = { persons: 10, organisationIds: comers.slice(0, 5), effectiveAt };
      await player.command(`events/communities/${circleOf(nth)}/record-meeting`, meeting);
    }
  },
};
