import { derivedId, type Uuid } from '#libs/kernel';
import type { ApiClient } from '../api-client.ts';
import type { StoryPart } from '../part.ts';
import type { StoryRow } from '../player.ts';

const id = (kind: string, name: string): Uuid => derivedId('france-it', kind, name);
/** As the part on its members has them. */
const [spn, aliptic] = [id('cluster', 'SPN'), id('cluster', 'Aliptic')];
const reciprocity = id('agreement', 'SPN and Aliptic');
const company = (index: number): Uuid => id('member of SPN', String(index));

const [responsible, online, dinner] = ['Formation au numérique responsable', 'Formation à la vente en ligne', 'Dîner'];
const gathering = (title: string): Uuid => id('gathering', title);
const seatsOf = (title: string): string => `events/registrations/${gathering(title)}`;
const registration = (index: number): Uuid => id('registration', String(index));

const spring = [
  { title: responsible, format: 'workshop', day: '2020-03-05', from: '09:00', to: '17:00', service: 'Formations' },
  { title: online, format: 'workshop', day: '2020-04-16', from: '09:00', to: '17:00', service: 'Formations' },
  { title: dinner, format: 'business-lunch', day: '2020-05-14', from: '19:30', to: '22:30', service: 'Dîners' },
] as const;

const planned: StoryRow = {
  day: '2020-02-03',
  title: 'Aliptic plans two trainings and a dinner, for its members and for those of SPN by the agreement',
  play: async (player) => {
    const organised = { clusterId: aliptic, organiser: { kind: 'cluster', id: aliptic } };
    const whom = { audience: ['member', 'reciprocal'], place: { name: 'Limoges', zone: 'Europe/Paris' } };
    for (const { title, format, day, from, to, service } of spring) {
      const schedule = { from: `${day}T${from}`, to: `${day}T${to}` };
      const plan = { id: gathering(title), title, format, schedule, ...organised, ...whom };
      await player.command('events/gatherings', plan);
      await player.command(`events/gatherings/${gathering(title)}/announce`, {});
      await player.command(`${seatsOf(title)}/decide-seats`, { seats: 30, service });
    }
  },
};

const registered: StoryRow = {
  day: '2020-02-10',
  title: 'Six members of SPN register for the dinner, and one for each training',
  play: async (player) => {
    const comers = [...Array.from({ length: 6 }, () => dinner), responsible, online];
    for (const [index, title] of comers.entries())
      await player.command(`${seatsOf(title)}/register`, {
        ...{ registrationId: registration(index), organisationId: company(index) },
        person: { personId: id('person', `Convive ${String(index)}`), name: `Convive ${String(index + 1)}` },
      });
  },
};

const cancelled: StoryRow = {
  day: '2020-03-02',
  title: 'One of the five cannot come to the dinner',
  play: (player) =>
    player.command(`${seatsOf(dinner)}/cancel`, { registrationId: registration(2) }).then(() => undefined),
};

interface Services {
  readonly services: readonly { readonly service: string; readonly modality: string; readonly agreementId: string }[];
}

/** What of Aliptic is ahead on a day, with the terms on which a member of SPN may come to it. */
async function openTo(api: ApiClient, member: Uuid, day: string): Promise<readonly unknown[]> {
  const of = `membership/clusters/${aliptic}/reciprocal-services?for=${member}&validAt=${day}`;
  const { services } = await api.get<Services>(of);
  const list = `events/gatherings?clusterId=${aliptic}&state=announced&from=${day}&order=firstDay&validAt=${day}`;
  const { items } = await api.get<{ readonly items: readonly { gatheringId: string; title: string }[] }>(list);
  return await Promise.all(
    items.map(async ({ gatheringId, title }) => {
      const { decision } = await api.get<{ decision: { service: string } }>(`events/registrations/${gatheringId}`);
      const terms = services.find(({ service }) => service === decision.service);
      return [title, terms?.modality, terms?.agreementId];
    }),
  );
}

interface Seats {
  readonly byAudience: readonly { readonly audience: string; readonly seated: number; readonly free: number }[];
  readonly list: readonly { readonly registrationId: string }[];
}

async function guestsOn(api: ApiClient, day: string): Promise<unknown> {
  const { byAudience, list } = await api.get<Seats>(`${seatsOf(dinner)}?validAt=${day}`);
  const guests = byAudience.find(({ audience }) => audience === 'reciprocal');
  return { seated: guests?.seated, waiting: list.map(({ registrationId }) => registrationId) };
}

/** Aliptic's spring of 2020: what of it is for the members of SPN, on which terms, and who of them has a seat. */
export const franceItGatherings: StoryPart = {
  name: 'Aliptic, its spring of 2020',
  key: 'france-it-gatherings',
  script: [planned, registered, cancelled],
  answers: {
    'which gatherings of Aliptic a member of SPN may attend at the same price, and by which agreement': {
      ask: (api) => openTo(api, company(0), '2020-02-10'),
      expected: [
        [responsible, 'same-price', reciprocity],
        [online, 'same-price', reciprocity],
        [dinner, 'quota', reciprocity],
      ],
    },
    'by which right a member of SPN has its seat at a training': {
      ask: (api) => api.get(`events/registrants/${registration(6)}`),
      expected: {
        ...{ state: 'seated', audience: 'reciprocal', organisationId: company(6) },
        reciprocity: { clusterId: spn, agreementId: reciprocity, service: 'Formations', modality: 'same-price' },
      },
    },
    'who of SPN has a seat at the dinner: five by the quota, and the sixth waits, until one of them gives up': {
      ask: (api) => Promise.all(['2020-02-10', '2020-03-02'].map((day) => guestsOn(api, day))),
      expected: [
        { seated: 5, waiting: [registration(5)] },
        { seated: 5, waiting: [] },
      ],
    },
  },
};
