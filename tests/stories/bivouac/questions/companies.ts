import type { ApiClient } from '../../api-client.ts';
import { question, type Question } from '../../story.ts';
import { calls, company, GRADUATE, incubator, nameOf, upTo } from '../cast.ts';

interface Places {
  readonly capacity: number;
  readonly inside: number;
  readonly waits: number;
  readonly free: number;
  readonly tracks: readonly { readonly track: string; readonly inside: number }[];
  readonly residents: readonly {
    readonly number: number;
    readonly organisationId: string;
    readonly track: { readonly selection?: { readonly callId: string } };
  }[];
  readonly waiting: readonly { readonly organisationId: string; readonly number: number }[];
}

interface Results {
  readonly title: string;
  readonly closesAt: string;
  readonly results: { readonly selected: readonly object[] };
}

export const placesOn = (api: ApiClient, day: string) =>
  api.get<Places>(`incubation/occupancies/${incubator}?validAt=${day}`);
export const insideOn = async (api: ApiClient, day: string) =>
  (await placesOn(api, day)).residents.map(({ organisationId }) => nameOf(organisationId));
const waitingOn = async (api: ApiClient, day: string) =>
  (await placesOn(api, day)).waiting.map(({ organisationId }) => nameOf(organisationId));

interface Time {
  readonly minutes: number;
  readonly text: string;
}
interface OfKind {
  readonly kind: string;
  readonly sessions: number;
  readonly given: Time;
  readonly received: Time;
}
interface OfCompany {
  readonly organisationId: string;
  readonly kinds: readonly OfKind[];
  readonly tags: readonly { readonly tag: string; readonly received: Time }[];
}
interface Hours {
  readonly sessions: number;
  readonly given: Time;
  readonly received: Time;
  readonly kinds: readonly OfKind[];
  readonly tags: readonly { readonly tag: string; readonly given: Time }[];
  readonly companies: readonly OfCompany[];
}

export const hours = (api: ApiClient) =>
  api.get<Hours>(`incubation/incubators/${incubator}/support-hours?from=2016-01-01&until=2016-12-31`);
const duration = (minutes: number, text: string) => ({ minutes, text });

const coaching = ({ kinds }: OfCompany): Time | undefined =>
  kinds.find(({ kind }) => kind === 'individual-coaching')?.received;
const onMarketingAndSales = ({ tags }: OfCompany): string =>
  tags.map(({ tag, received }) => `${tag} ${received.text}`).join(', ');

/** Who is inside, by which way, and what is done for them. */
export const companies: Readonly<Record<string, Question>> = {
  'Which companies were inside on 1 March 2016, by which track, and who was waiting?': question({
    ask: async (api) => {
      const { capacity, inside, waits, free, tracks, residents, waiting } = await placesOn(api, '2016-03-01');
      return {
        ...{ capacity, inside, waits, free },
        tracks: tracks.map((each) => ({ track: each.track, inside: each.inside })),
        residents: residents.map(({ organisationId }) => nameOf(organisationId)),
        waiting: waiting.map(({ number, organisationId }) => ({ number, company: nameOf(organisationId) })),
      };
    },
    expected: {
      ...{ capacity: 30, inside: 30, waits: 2, free: 0 },
      tracks: [
        { track: 'call', inside: 18 },
        { track: 'start-up', inside: 9 },
        { track: 'existing-company', inside: 3 },
      ],
      residents: upTo(1, 30).map((number) => nameOf(company(number))),
      waiting: [
        { number: 31, company: nameOf(company(31)) },
        { number: 32, company: nameOf(company(32)) },
      ],
    },
    lines: ({ capacity, inside, tracks, waiting }) => [
      `${String(inside)} inside, of ${String(capacity)} places`,
      ...tracks.map((each) => `  ${each.track}: ${String(each.inside)}`),
      `waiting, in this order: ${waiting.map((each) => each.company).join(', ')}`,
    ],
  }),
  'Whom did the two calls select, and by which of them is each of the eighteen inside?': question({
    ask: async (api) => {
      const { residents } = await placesOn(api, '2016-03-01');
      return await Promise.all(
        Object.values(calls).map(async ({ id: callId }) => {
          const { title, closesAt, results } = await api.get<Results>(`incubation/calls/${callId}`);
          const inside = residents.filter(({ track }) => track.selection?.callId === callId).length;
          return { title, closesAt, selected: results.selected.length, inside };
        }),
      );
    },
    expected: [
      { closesAt: '2015-09-30T22:00:00.000Z', selected: 10, inside: 10 },
      { closesAt: '2016-01-31T23:00:00.000Z', selected: 8, inside: 8 },
    ],
    lines: (all) =>
      all.map(
        ({ title, closesAt, selected, inside }) =>
          `${title}, closed at ${closesAt}: ${String(selected)} selected, ${String(inside)} inside`,
      ),
  }),
  'What happens to the 31st company, and to it when a place frees?': question({
    ask: async (api) => ({
      before: await waitingOn(api, '2016-05-01'),
      after: await waitingOn(api, '2016-05-02'),
      inside: await insideOn(api, '2016-05-02'),
    }),
    expected: {
      before: [nameOf(company(31)), nameOf(company(32))],
      after: [nameOf(company(32))],
      inside: upTo(1, 31)
        .filter((number) => number !== GRADUATE)
        .map((number) => nameOf(company(number))),
    },
    lines: ({ before, after, inside }) => [
      `on 1 May 2016 waiting: ${before.join(', ')}`,
      `on 2 May 2016 one leaves, graduated: ${before.filter((each) => inside.includes(each)).join(', ')} is inside, ${after.join(', ')} still waits`,
    ],
  }),
  'How many hours of support did it give in 2016, and how many were received?': question({
    ask: async (api) => {
      const { companies: _each, ...all } = await hours(api);
      return all;
    },
    expected: {
      ...{ sessions: 92, given: duration(8_460, '141 h 00 min'), received: duration(13_500, '225 h 00 min') },
      kinds: [
        {
          ...{ kind: 'collective-training', sessions: 2 },
          ...{ given: duration(360, '6 h 00 min'), received: duration(5_400, '90 h 00 min') },
        },
        {
          ...{ kind: 'individual-coaching', sessions: 90 },
          ...{ given: duration(8_100, '135 h 00 min'), received: duration(8_100, '135 h 00 min') },
        },
      ],
      tags: [
        { tag: 'marketing', given: duration(180, '3 h 00 min') },
        { tag: 'sales', given: duration(180, '3 h 00 min') },
      ],
    },
    lines: ({ kinds }) =>
      kinds.map(
        ({ kind, sessions, given, received }) =>
          `${kind}: ${String(sessions)} sessions, ${given.text} given, ${received.text} received`,
      ),
  }),
  'How many hours of coaching did each company get in 2016, and how many on marketing and sales?': question({
    ask: async (api) => {
      const each = (await hours(api)).companies.map((found) => ({
        company: nameOf(found.organisationId),
        coaching: coaching(found)?.minutes ?? 0,
        text: `${coaching(found)?.text ?? 'none'} of coaching; ${onMarketingAndSales(found)}`,
      }));
      return each.sort((one, other) => one.company.localeCompare(other.company, 'en', { numeric: true }));
    },
    // Company k has k mod 5 + 1 sessions of 90 minutes; the odd have the training on marketing, the even that on sales.
    expected: upTo(1, 30).map((number) => ({
      ...{ company: nameOf(company(number)), coaching: ((number % 5) + 1) * 90 },
      text: hoursOf(number),
    })),
    lines: byHours,
  }),
};

function hoursOf(number: number): string {
  const minutes = ((number % 5) + 1) * 90;
  const text = `${String(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${text} of coaching; ${number % 2 === 1 ? 'marketing' : 'sales'} 3 h 00 min`;
}

/** Companies that had the same stand on one line. */
function byHours(all: readonly { readonly company: string; readonly text: string }[]): readonly string[] {
  const texts = [...new Set(all.map(({ text }) => text))].sort();
  return texts.map((text) => {
    const had = all.filter((each) => each.text === text).map(({ company: name }) => name.replace('company ', ''));
    return `${text}: companies ${had.join(', ')}`;
  });
}
