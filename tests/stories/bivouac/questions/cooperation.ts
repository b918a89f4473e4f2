import type { ApiClient } from '../../api-client.ts';
import { refusals } from '../../refusals.ts';
import { question, type Question } from '../../story.ts';
import { authorities, clusters, company, incubator, nameOf, organisation } from '../cast.ts';
import { EXCHANGES, programme } from '../rows/cooperation.ts';
import { placesOn } from './companies.ts';

interface Programme {
  readonly name: string;
  readonly state: string;
  readonly leadId: string;
  readonly funders: readonly { readonly id: string }[];
}

const clusterName = async (api: ApiClient, id: string, day: string): Promise<string> =>
  (await api.get<{ readonly name: string }>(`membership/clusters/${id}?validAt=${day}`)).name;

/** Who leads the programme on a day. */
async function leadOn(api: ApiClient, day: string) {
  const found = await api.get<Programme>(`events/programmes/${programme}?validAt=${day}`);
  const { name, state, leadId, funders } = found;
  const pays = funders.map(({ id }) => authorities.find((each) => organisation(each) === id) ?? '');
  return { day, name, state, lead: await clusterName(api, leadId, day), funders: pays };
}

const REFUSED = [
  'a start-up younger than the opinion on it',
  'an existing company younger than its project',
  'a start-up of which nobody says since when it exists',
  'a company that the call has not selected',
];

interface Exchange {
  readonly on: string;
  readonly organisationIds: readonly string[];
}

/** With whom it works, and how it changes. */
export const cooperation: Readonly<Record<string, Question>> = {
  'Who leads the programme with the French Tech on 30 March 2016, 1 April 2016 and 1 April 2017?': question({
    ask: (api) => Promise.all(['2016-03-30', '2016-04-01', '2017-04-01'].map((day) => leadOn(api, day))),
    expected: [
      ['2016-03-30', 'Auvergne TIC'],
      ['2016-04-01', 'Numélink'],
      ['2017-04-01', 'Digital League'],
    ].map(([day, lead]) => ({ day, lead, name: 'Avec la French Tech', state: 'running', funders: [authorities[0]] })),
    lines: (days) =>
      days.map(({ day, lead, name, funders }) => `on ${day}: ${lead} leads “${name}”, paid by ${funders.join(', ')}`),
  }),
  'Whom does none of the three tracks let in?': question({
    ask: () => Promise.resolve(REFUSED.map((what) => ({ what, refused: refusals.codeOf(what) ?? '' }))),
    expected: REFUSED.map((what) => ({ what, refused: 'INC_TRACK_UNFIT' })),
    lines: (all) => all.map(({ what, refused }) => `${what} (${refused})`),
  }),
  'Which start-ups did it bring together with groups?': question({
    ask: async (api) => {
      const path = `events/introductions?clusterId=${clusters.numelink}&from=2016-01-01&until=2016-12-31`;
      const { items } = await api.get<{ readonly items: readonly Exchange[] }>(path);
      const between = EXCHANGES.map(([number, group]) => ({
        number,
        group,
        ids: [company(number), organisation(group)],
      }));
      return between.flatMap(({ number, group, ids }) =>
        items
          .filter(({ organisationIds }) => ids.every((each) => organisationIds.includes(each)))
          .map(({ on }) => ({ on, company: nameOf(company(number)), group })),
      );
    },
    expected: EXCHANGES.map(([number, group]) => ({ on: '2016-11-08', company: nameOf(company(number)), group })),
    lines: (all) => all.map(({ on, company: name, group }) => `${on}: ${name} and ${group}`),
  }),
  'Which support beside coaching and training did it give in 2017?': question({
    ask: async (api) => {
      const { kinds } = await api.get<{
        readonly kinds: readonly {
          readonly kind: string;
          readonly given: { readonly text: string };
          readonly received: { readonly text: string };
        }[];
      }>(`incubation/incubators/${incubator}/support-hours?from=2017-01-01&until=2017-12-31`);
      return kinds.map(({ kind, given, received }) => ({ kind, given: given.text, received: received.text }));
    },
    expected: [{ kind: 'expertise', given: '2 h 00 min', received: '4 h 00 min' }],
    lines: (kinds) => kinds.map(({ kind, given, received }) => `${kind}: ${given} given, ${received} received`),
  }),
  'What changes its thirty places, and who is then inside?': question({
    ask: (api) =>
      Promise.all(
        ['2018-02-28', '2018-03-01'].map(async (day) => {
          const { capacity, inside, waiting } = await placesOn(api, day);
          return { day, capacity, inside, waiting: waiting.map(({ organisationId }) => nameOf(organisationId)) };
        }),
      ),
    expected: [
      { day: '2018-02-28', capacity: 30, inside: 30, waiting: [nameOf(company(32))] },
      { day: '2018-03-01', capacity: 31, inside: 31, waiting: [] },
    ],
    lines: (days) =>
      days.map(
        ({ day, capacity, inside, waiting }) =>
          `on ${day}: ${String(inside)} inside of ${String(capacity)}, ${waiting.length === 0 ? 'nobody waits' : `${waiting.join(', ')} waits`}`,
      ),
  }),
};
