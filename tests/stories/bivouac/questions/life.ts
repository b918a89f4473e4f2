import { question, type Question } from '../../story.ts';
import { incubator } from '../cast.ts';
import * as gatherings from '../rows/gatherings.ts';
import { insideOn } from './companies.ts';

interface Incubator {
  readonly name: string;
  readonly status: string;
  readonly spaces: readonly { readonly kind: string; readonly services: readonly string[] }[];
  readonly staff: readonly { readonly role: string; readonly person: { readonly name: string } }[];
}

/** What it is, and what it organises. */
export const life: Readonly<Record<string, Question>> = {
  'Which spaces does it have, and who is on its staff, appointed and without a mandate?': question({
    ask: async (api) => {
      const { name, spaces, staff } = await api.get<Incubator>(`incubation/incubators/${incubator}?validAt=2016-03-01`);
      return { name, spaces, staff };
    },
    expected: {
      name: 'Quartier numérique',
      spaces: [
        { kind: 'public', services: ['salle de réunion', 'réseau', 'accueil'] },
        { kind: 'admitted', services: [] },
      ],
      staff: [
        { role: 'director', person: { name: 'Benoît Membré' } },
        { role: 'start-up-adviser' },
        { role: 'community-manager' },
        { role: 'team-member' },
      ],
    },
    lines: ({ spaces, staff }) => [
      ...spaces.map(({ kind, services }) =>
        kind === 'public' ? `open to the public: ${services.join(', ')}` : `for ${kind} companies`,
      ),
      ...staff.map(({ role, person }) => `${role}: ${person.name}`),
    ],
  }),
  'Which master classes and symposia did it organise in 2016, and how many came?': question({
    ask: (api) => gatherings.organisedIn(api, 2016),
    expected: gatherings.ORGANISED_IN_2016,
    lines: ({ gatherings: all, present }) => [
      ...all.map(({ title, format, state }) => `${title} (${format}): ${state}`),
      `${String(present)} came to the master class`,
    ],
  }),
  'Who has the seat that frees at the master class?': question({
    ask: (api) => Promise.all(['2016-05-09', '2016-05-17', '2016-05-18'].map((day) => gatherings.classOn(api, day))),
    expected: [
      { seated: 10, offers: [], waiting: [11, 12].map(gatherings.comer) },
      {
        ...{ seated: 9, waiting: [gatherings.comer(12)] },
        offers: [{ registrationId: gatherings.comer(11), until: '2016-05-19T08:30:00.000Z' }],
      },
      { seated: 10, offers: [], waiting: [gatherings.comer(12)] },
    ],
    lines: (days) =>
      days.map(
        ({ day, seated, offers, waiting }) =>
          `on ${day}: ${String(seated)} seated, ${String(waiting.length)} waiting${offers.map(({ until }) => `, one offered until ${until}`).join('')}`,
      ),
  }),
  'What is it called, and does its history stay once it is dissolved?': question({
    ask: (api) =>
      Promise.all(
        ['2017-06-14', '2017-06-15', '2021-08-31'].map(async (day) => {
          const path = `incubation/incubators/${incubator}?validAt=${day}`;
          const { name, status } = await api.get<Incubator>(path);
          return { day, name, status, inside: (await insideOn(api, day)).length };
        }),
      ),
    expected: [
      { name: 'Quartier numérique', status: 'open', inside: 30 },
      { name: 'Le Bivouac', status: 'open', inside: 30 },
      { name: 'Le Bivouac', status: 'dissolved', inside: 0 },
    ],
    lines: (days) =>
      days.map(({ day, name, status, inside }) => `on ${day}: ${name}, ${status}, ${String(inside)} companies inside`),
  }),
};
