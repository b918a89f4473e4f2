import type { ApiClient } from '../../api-client.ts';
import type { StoryRow } from '../../player.ts';
import { clusters, company, id, incubator, upTo } from '../cast.ts';

const [masterClass, symposium] = ['Vendre aux grands comptes', 'Numérique et industrie'];
const gathering = (title: string) => id('gathering', title);
const seats = `events/registrations/${gathering(masterClass)}`;
export const comer = (number: number) => id('registration', String(number));

/** Ten seats, for which twelve companies register. */
const [SEATS, COMERS] = [10, 12];

export const announced: StoryRow = {
  day: '2016-05-09',
  title: 'The incubator announces a master class of ten seats and a symposium; twelve companies register for the class',
  play: async (player) => {
    const organised = { clusterId: clusters.numelink, organiser: { kind: 'incubator', id: incubator } };
    const whom = { audience: ['public'], place: { name: 'La Pardieu, Clermont-Ferrand', zone: 'Europe/Paris' } };
    for (const [title, format, schedule] of [
      [masterClass, 'master-class', { from: '2016-06-09T09:00', to: '2016-06-09T12:30' }],
      [symposium, 'symposium', { from: '2016-06-23', to: '2016-06-24' }],
    ] as const) {
      await player.command('events/gatherings', {
        id: gathering(title),
        title,
        format,
        schedule,
        ...organised,
        ...whom,
      });
      await player.command(`events/gatherings/${gathering(title)}/announce`, {});
    }
    await player.command(`${seats}/decide-seats`, { seats: SEATS, offerMinutes: 2_880 });
    for (const number of upTo(1, COMERS))
      await player.command(`${seats}/register`, {
        ...{ registrationId: comer(number), organisationId: company(number) },
        person: { personId: id('person', `Stagiaire ${String(number)}`), name: `Stagiaire ${String(number)}` },
      });
  },
};

export const freed: StoryRow = {
  day: '2016-05-17',
  title: 'One cannot come: its seat is offered for two days to the first who waits',
  play: (player) => player.command(`${seats}/cancel`, { registrationId: comer(3) }).then(() => undefined),
};

export const accepted: StoryRow = {
  day: '2016-05-18',
  title: 'Who was offered the seat accepts it',
  play: (player) => player.command(`${seats}/accept-offer`, { registrationId: comer(11) }).then(() => undefined),
};

export const took: StoryRow = {
  day: '2016-06-24',
  title: 'The master class and the symposium have taken place; nine came to the class',
  play: async (player) => {
    const seated = upTo(1, COMERS - 1).filter((number) => number !== 3);
    await player.command(`events/gatherings/${gathering(masterClass)}/hold`, { effectiveAt: '2016-06-09' });
    await player.command(`events/gatherings/${gathering(symposium)}/hold`, {});
    for (const number of seated)
      await player.command(`${seats}/record-attendance`, {
        ...{ registrationId: comer(number), present: number === 1 ? 0 : 1, effectiveAt: '2016-06-09' },
      });
  },
};

interface Seats {
  readonly seated: number;
  readonly offers: readonly { readonly registrationId: string; readonly until: string }[];
  readonly list: readonly { readonly registrationId: string }[];
}

/** How the seats of the master class were given on a day. */
export async function classOn(api: ApiClient, day: string) {
  const { seated, offers, list } = await api.get<Seats>(`${seats}?validAt=${day}`);
  return { day, seated, offers, waiting: list.map(({ registrationId }) => registrationId) };
}

/** What the incubator organised in a year, with how many came where it is known. */
export async function organisedIn(api: ApiClient, year: number) {
  const range = `from=${String(year)}-01-01&until=${String(year)}-12-31`;
  const list = `events/gatherings?organiserId=${incubator}&${range}&order=firstDay`;
  const { items } = await api.get<{ readonly items: readonly { title: string; format: string; state: string }[] }>(
    list,
  );
  const { present, unknown } = await api.get<{ present: number; unknown: number }>(seats);
  return { gatherings: items.map(({ title, format, state }) => ({ title, format, state })), present, unknown };
}

export const ORGANISED_IN_2016 = {
  gatherings: [
    { title: masterClass, format: 'master-class', state: 'held' },
    { title: symposium, format: 'symposium', state: 'held' },
  ],
  ...{ present: 9, unknown: 0 },
};
