import { addDays, calendarDate, derivedId, type Uuid } from '#libs/kernel';
import type { ApiClient } from '../api-client.ts';
import type { StoryPart } from '../part.ts';
import type { Player, StoryRow } from '../player.ts';

const id = (kind: string, name: string): Uuid => derivedId('telecom-valley', kind, name);
const [telecomValley, scs] = [id('cluster', 'Telecom Valley'), id('cluster', 'SCS')];
const [sophiaConf, lunches] = [id('series', 'SophiaConf'), id('series', 'Déjeuners')];
/** As the part on its members has them. */
const members = Array.from({ length: 12 }, (_, index) => id('member', `Member sme ${String(index + 1)}`));
const place = { name: 'Sophia Antipolis', zone: 'Europe/Paris' };
const [SINCE, UNTIL] = ['2015-03-01', '2016-02-29'];

interface Planned {
  readonly id: Uuid;
  readonly day: string;
  readonly body: object;
}

/** So many gatherings of a format, spread over the twelve months. */
function spread(format: string, title: string, count: number, more: (day: string) => object = () => ({})) {
  return Array.from({ length: count }, (_, index): Planned => {
    const day = addDays(calendarDate(SINCE), 1 + Math.floor((index * 360) / count));
    const name = `${title} ${String(index + 1)}`;
    const schedule = { from: `${day}T18:00`, to: `${day}T21:00` };
    return planned(name, format, day, { schedule, ...more(day) });
  });
}

function planned(title: string, format: string, day: string, more: object): Planned {
  const organised = { clusterId: telecomValley, organiser: { kind: 'cluster', id: telecomValley } };
  const body = { title, format, place, audience: ['member', 'public'], ...organised, ...more };
  return { id: id('gathering', title), day, body };
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
/** Every second Thursday, 24 of them. */
const lunch = { from: '2015-03-05T12:00', to: '2015-03-05T14:00' };
const lunchDays = Array.from({ length: 24 }, (_, index) => addDays(calendarDate('2015-03-05'), 14 * index));
const recurrenceId = id('recurrence', 'Déjeuners');
const lunchId = (index: number): Uuid => derivedId('recurrence', recurrenceId, String(index));
const dropped = planned('Conférence annulée', 'conference', '2015-09-10', {
  schedule: { from: '2015-09-10', to: '2015-09-10' },
});

const communities = {
  security: id('community', 'Sécurité et cloud'),
  micro: id('community', 'Micro-électronique'),
  tourism: id('commission', 'M-tourisme'),
};

const circles: StoryRow = {
  day: '2015-03-02',
  title: 'The m-tourism commission; security and cloud since 2014; micro-electronics comes back in 2015',
  play: async (player) => {
    for (const [circle, kind, name, effectiveAt] of [
      [communities.tourism, 'commission', 'M-tourisme', '2013-01-15'],
      [communities.security, 'community', 'Sécurité et cloud', '2014-06-01'],
      [communities.micro, 'community', 'Micro-électronique', '2011-01-01'],
    ] as const)
      await player.command('events/communities', { id: circle, kind, name, clusterId: telecomValley, effectiveAt });
    const asleep = { effectiveAt: '2013-06-01', reopenedOn: '2015-03-01' };
    await player.command(`events/communities/${communities.micro}/close`, asleep);
  },
};

const planning: StoryRow = {
  day: '2015-03-03',
  title: 'SophiaConf has had five editions, and its sixth is planned; business lunches every second Thursday',
  play: async (player) => {
    const ours = { clusterId: telecomValley, organiser: { kind: 'cluster', id: telecomValley } };
    const conference = { id: sophiaConf, ...ours, name: 'SophiaConf', format: 'conference' };
    await player.command('events/series', { ...conference, effectiveAt: '2010-01-15' });
    const editions = Array.from({ length: 6 }, (_, index) => index + 1);
    for (const number of editions.toReversed()) {
      const effectiveAt = `${String(2009 + number)}-01-15`;
      const edition = { editionId: id('edition', String(number)), number, year: 2009 + number, effectiveAt };
      await player.command(`events/series/${sophiaConf}/plan-edition`, edition);
    }
    const everySecondWeek = { title: 'Déjeuner d’affaires', place, schedule: lunch, everyWeeks: 2, dates: 24 };
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

const registrationId = (number: number): Uuid => id('registration', `Déjeuner ${String(number)}`);
const seatsOfLunch = `events/registrations/${lunchId(0)}`;

const registering: StoryRow = {
  day: '2015-03-03',
  title: 'Forty-three members register for a lunch of forty',
  play: async (player) => {
    await player.command(`${seatsOfLunch}/decide-seats`, { seats: 40, closesAt: '2015-03-05T09:00' });
    for (let number = 1; number <= 43; number += 1)
      await player.command(`${seatsOfLunch}/register`, {
        ...{ registrationId: registrationId(number), organisationId: id('member', `Member sme ${String(number)}`) },
        person: { personId: id('person', `Déjeuner ${String(number)}`), name: `Convive ${String(number)}` },
      });
  },
};

const freeing: StoryRow = {
  day: '2015-03-04',
  title: 'Two of them cannot come',
  play: async (player) => {
    for (const number of [7, 23])
      await player.command(`${seatsOfLunch}/cancel`, { registrationId: registrationId(number) });
  },
};

interface Seats {
  readonly seated: number;
  readonly waiting: number;
  readonly free: number;
  readonly list: readonly { readonly registrationId: string }[];
}
const seatsOn = async (api: { get<Answer>(path: string): Promise<Answer> }, day: string) => {
  const { seated, waiting, free, list } = await api.get<Seats>(`${seatsOfLunch}?validAt=${day}`);
  return { seated, waiting, free, list: list.map((each) => each.registrationId) };
};

/** Recorded at the end of the year, each on its day; the lunches with lists of who came. */
async function held(player: Player): Promise<void> {
  await player.each(year, ({ id: gathering, day: effectiveAt }) => [
    `events/gatherings/${gathering}/hold`,
    { effectiveAt },
  ]);
  const meals = lunchDays.map((effectiveAt, index) => ({ effectiveAt, about: `events/gatherings/${lunchId(index)}` }));
  await player.each(meals, ({ about, effectiveAt }) => [`${about}/hold`, { effectiveAt }]);
  await player.each(meals, ({ about, effectiveAt }) => [
    `${about}/count-attendance`,
    { participants: 40, organisationIds: members, effectiveAt },
  ]);
}

const report: StoryRow = {
  day: '2016-02-29',
  title: 'The year as it was: what was held, a conference that was not, twenty meetings of communities',
  play: async (player) => {
    await player.command(`events/gatherings/${dropped.id}/cancel`, {
      reason: 'Orateur empêché',
      effectiveAt: '2015-09-01',
    });
    await held(player);
    const days = Array.from({ length: 20 }, (_, index) => addDays(calendarDate('2015-03-10'), 17 * index));
    for (const effectiveAt of days) {
      const meeting = { persons: 10, organisationIds: members.slice(0, 5), effectiveAt };
      await player.command(`events/communities/${communities.security}/record-meeting`, meeting);
    }
  },
};

interface Kind {
  readonly kind: string;
  readonly actions: number;
}
const activityPath = `events/clusters/${telecomValley}/activity?since=${SINCE}&until=${UNTIL}`;

const openOn = async (api: ApiClient, day: string): Promise<readonly string[]> => {
  const path = `events/communities?clusterId=${telecomValley}&state=open&validAt=${day}`;
  const { items } = await api.get<{ readonly items: readonly { readonly name: string }[] }>(path);
  return items.map(({ name }) => name).toSorted();
};

/** The gatherings of Telecom Valley in the twelve months before the assembly of March 2016. */
export const telecomValleyGatherings: StoryPart = {
  name: 'Telecom Valley, its actions of a year',
  key: 'telecom-valley-gatherings',
  script: [circles, planning, registering, freeing, report],
  answers: {
    'what the activity report says by kind: 150 actions': {
      ask: async (api) => {
        const { kinds, total } = await api.get<{ readonly kinds: readonly Kind[]; readonly total: object }>(
          activityPath,
        );
        return { total, kinds: Object.fromEntries(kinds.map(({ kind, actions }) => [kind, actions])) };
      },
      expected: {
        // 24 lunches of 40, and 20 meetings of 10; nobody counted at the others.
        total: { actions: 150, attendances: 1_160, uncounted: 106, organisations: 12 },
        kinds: {
          // 52, and the four evenings of SophiaConf.
          ...{ conference: 56, workshop: 30, 'business-lunch': 24, 'community-meeting': 20 },
          ...{ challenge: 11, 'tech-event': 8, 'training-night': 1 },
        },
      },
    },
    'which of the conferences were evenings of SophiaConf: four, of its sixth edition': {
      ask: async (api) => {
        const { kinds } = await api.get<{ readonly kinds: readonly Kind[] }>(activityPath);
        return kinds.find(({ kind }) => kind === 'conference');
      },
      expected: { actions: 56, series: [{ name: 'SophiaConf', editions: [6], actions: 4 }] },
    },
    'who waits for a lunch that is full, and who is admitted when two seats free: the first two of the list, in order':
      {
        ask: (api) => Promise.all(['2015-03-03', '2015-03-04'].map((day) => seatsOn(api, day))),
        expected: [
          { seated: 40, waiting: 3, free: 0, list: [41, 42, 43].map(registrationId) },
          { seated: 40, waiting: 1, free: 0, list: [43].map(registrationId) },
        ],
      },
    'how many editions SophiaConf has, as of any day': {
      ask: (api) =>
        Promise.all(
          ['2012-12-31', '2016-02-29'].map(async (day) => {
            const { editions } = await api.get<{ editions: number }>(`events/series/${sophiaConf}?validAt=${day}`);
            return editions;
          }),
        ),
      expected: [3, 6],
    },
    'what the cluster did at Industria: it was there with SCS, which organised it': {
      ask: async (api) => {
        const { actions } = await api.get<{ readonly actions: readonly { readonly title: string }[] }>(activityPath);
        return actions.find(({ title }) => title === 'Industria');
      },
      expected: { on: '2015-11-17', hosts: [{ name: 'SCS' }, { name: 'Telecom Valley' }], participants: null },
    },
    'what a tech event is made of: a training, then feedback': {
      ask: (api) => api.get(`events/gatherings/${id('gathering', 'Tech Event 1')}`),
      expected: { state: 'held', parts: [{ title: 'Formation' }, { title: 'Retour d’expérience' }] },
    },
    'which communities there were on 1 March 2014 and on 1 March 2016': {
      ask: (api) => Promise.all(['2014-03-01', '2016-03-01'].map((day) => openOn(api, day))),
      expected: [['M-tourisme'], ['M-tourisme', 'Micro-électronique', 'Sécurité et cloud']],
    },
    'which members came to something: the twelve of the lunches; of the others it is not known that they did': {
      ask: async (api) => {
        const {
          members: all,
          atRisk,
          unlisted,
        } = await api.get<Readonly<Record<'members' | 'atRisk' | 'unlisted', number>>>(
          `events/clusters/${telecomValley}/engagement?validAt=${UNTIL}`,
        );
        return { all, atRisk, unlisted };
      },
      // Of 107 that were members all the time 95 are on no list.
      expected: { all: 144, atRisk: 95, unlisted: 106 },
    },
    'that whoever subscribes to its calendar sees what was cancelled as cancelled': {
      ask: async (api) => {
        const { items } = await api.get<{ readonly items: readonly { readonly uid: string }[] }>(
          `events/clusters/${telecomValley}/calendar?from=${SINCE}`,
        );
        return items.find(({ uid }) => uid === `${dropped.id}@grappe`);
      },
      expected: { status: 'CANCELLED', start: { day: '2015-09-10' }, sequence: 1 },
    },
  },
};
