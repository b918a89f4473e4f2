import type { ApiClient } from '../api-client.ts';
import type { StoryPart } from '../part.ts';
import {
  calls,
  company,
  CREDIT_AGRICOLE,
  GDF_SUEZ,
  GRADUATE,
  id,
  incubator,
  organisation,
  partner,
  upTo,
} from './cast.ts';
import { figures, firstAdmissions, firstCall, graduated, secondCall, supported } from './rows/companies.ts';
import * as gatherings from './rows/gatherings.ts';
import { firstApplied, firstJudged, secondApplied, secondJudged } from './rows/calls.ts';
import * as mergers from './rows/mergers.ts';
import { clustersFounded, dissolved, opening, renamed, thirteen } from './rows/partners.ts';

interface Places {
  readonly residents: readonly {
    readonly organisationId: string;
    readonly track: { readonly selection?: { readonly callId: string } };
  }[];
  readonly waiting: readonly { readonly organisationId: string; readonly number: number }[];
}

interface Results {
  readonly closesAt: string;
  readonly results: { readonly selected: readonly object[] };
}

const placesOn = (api: ApiClient, day: string) => api.get<Places>(`incubation/occupancies/${incubator}?validAt=${day}`);
const insideOn = async (api: ApiClient, day: string) =>
  (await placesOn(api, day)).residents.map(({ organisationId }) => organisationId);
const waitingOn = async (api: ApiClient, day: string) =>
  (await placesOn(api, day)).waiting.map(({ organisationId }) => organisationId);

/** Under which name a partner holds its seat on a day. */
async function seatNameOn(api: ApiClient, name: string, day: string): Promise<unknown> {
  const path = `incubation/partners/${partner(name)}?validAt=${day}`;
  const { holder, seat } = await api.get<{ holder: { id: string }; seat: { seatId: string } }>(path);
  const held = await api.get<{ name: string }>(`membership/organisations/${holder.id}?validAt=${day}`);
  return [seat.seatId, held.name];
}

interface SeatAnswer {
  readonly names: Readonly<Record<string, string>>;
  readonly operations: readonly {
    readonly operationId: string;
    readonly votes: readonly { readonly clusterId: string; readonly on: string; readonly outcome: string }[];
  }[];
  readonly chain: readonly {
    readonly holder: { readonly id: string };
    readonly from: string;
    readonly operationId?: string;
  }[];
  readonly on: { readonly holder?: { readonly id: string } };
}

/** Who held the seat of the sector body on a day, and by which votes it had come there. */
async function sectorBodyOn(api: ApiClient, day: string): Promise<unknown> {
  const path = `audit/provenance/partner-seat/${partner('Auvergne TIC')}?validAt=${day}`;
  const { names, operations, chain, on } = await api.get<SeatAnswer>(path);
  const passed = chain.filter(({ from, operationId }) => operationId !== undefined && from <= day);
  const decided = passed.map(({ operationId }) => operations.find((each) => each.operationId === operationId));
  return {
    holder: names[on.holder?.id ?? ''],
    decisions: decided
      .flatMap((each) => each?.votes ?? [])
      .map((vote) => [names[vote.clusterId], vote.on, vote.outcome]),
  };
}

const hours = (api: ApiClient, more = '') =>
  api.get<{ readonly companies: readonly { readonly organisationId: string }[] }>(
    `incubation/incubators/${incubator}/support-hours?from=2016-01-01&until=2016-12-31${more}`,
  );
const duration = (minutes: number, text: string) => ({ minutes, text });

const numelinkVotes = [
  ['Auvergne TIC', '2016-03-31', 'adopted'],
  ['Numélink', '2016-03-31', 'adopted'],
];

/** The Quartier numérique of Clermont-Ferrand, later Le Bivouac: who carries it, who is inside, and what it does for them. */
export const bivouacStory: StoryPart = {
  name: 'Le Bivouac, 2015 to 2021',
  key: 'bivouac',
  script: [
    ...[clustersFounded, opening, thirteen, firstAdmissions, firstApplied, firstJudged, firstCall],
    ...[
      mergers.absorptionPlanned,
      secondApplied,
      secondJudged,
      secondCall,
      mergers.absorptionNotified,

      mergers.absorbed,
      graduated,
      ...[gatherings.announced, gatherings.freed, gatherings.accepted, gatherings.took],
      supported,
    ],
    ...[mergers.leaguePlanned, mergers.leagueNotified, mergers.leagueIsBorn, renamed, figures, dissolved],
  ],
  answers: {
    'which companies were inside on 1 March 2016, by which track, and who was waiting': {
      ask: (api) => placesOn(api, '2016-03-01'),
      expected: {
        ...{ capacity: 30, inside: 30, waits: 2, free: 0 },
        tracks: [
          { track: 'call', inside: 18 },
          { track: 'start-up', inside: 9 },
          { track: 'existing-company', inside: 3 },
        ],
        residents: upTo(1, 30).map((number) => ({ number, organisationId: company(number) })),
        waiting: [
          { number: 31, organisationId: company(31) },
          { number: 32, organisationId: company(32) },
        ],
      },
    },
    'whom the two calls selected, and by which of them each of the eighteen is inside': {
      ask: async (api) => {
        const published = await Promise.all(
          Object.values(calls).map((each) => api.get<Results>(`incubation/calls/${each.id}`)),
        );
        const { residents } = await placesOn(api, '2016-03-01');
        return [
          published.map(({ closesAt, results }) => [closesAt, results.selected.length]),
          Object.values(calls).map(
            ({ id: callId }) => residents.filter(({ track }) => track.selection?.callId === callId).length,
          ),
        ];
      },
      expected: [
        [
          ['2015-09-30T22:00:00.000Z', 10],
          ['2016-01-31T23:00:00.000Z', 8],
        ],
        [10, 8],
      ],
    },
    'what happens to the 31st company: it waits, and has the place that frees on 2 May 2016; the other one waits': {
      ask: async (api) => ({
        before: await waitingOn(api, '2016-05-01'),
        after: await waitingOn(api, '2016-05-02'),
        inside: await insideOn(api, '2016-05-02'),
      }),
      expected: {
        before: [company(31), company(32)],
        after: [company(32)],
        inside: upTo(1, 31)
          .filter((number) => number !== GRADUATE)
          .map(company),
      },
    },
    'under which name the seat of GDF Suez stood on 1 March and on 1 June 2015': {
      ask: (api) => Promise.all(['2015-03-01', '2015-06-01'].map((day) => seatNameOn(api, GDF_SUEZ, day))),
      expected: [
        [id('seat', GDF_SUEZ), 'GDF Suez'],
        [id('seat', GDF_SUEZ), 'ENGIE'],
      ],
    },
    'who held the seat of the sector body on 30 March 2016, 1 April 2016 and 1 April 2017, by which decisions': {
      ask: (api) => Promise.all(['2016-03-30', '2016-04-01', '2017-04-01'].map((day) => sectorBodyOn(api, day))),
      expected: [
        { holder: 'Auvergne TIC', decisions: [] },
        { holder: 'Numélink', decisions: numelinkVotes },
        {
          holder: 'Digital League',
          decisions: [
            ...numelinkVotes,
            ['Numélink', '2017-03-28', 'adopted'],
            ["Clust'R Numérique", '2017-03-28', 'adopted'],
          ],
        },
      ],
    },
    'which master classes and symposia it organised in 2016, and how many came': {
      ask: (api) => gatherings.organisedIn(api, 2016),
      expected: gatherings.ORGANISED_IN_2016,
    },
    'who has the seat that frees at the master class: who waited first, once it accepts': {
      ask: (api) => Promise.all(['2016-05-09', '2016-05-17', '2016-05-18'].map((day) => gatherings.classOn(api, day))),
      expected: [
        { seated: 10, offers: [], waiting: [11, 12].map(gatherings.comer) },
        {
          ...{ seated: 9, waiting: [gatherings.comer(12)] },
          offers: [{ registrationId: gatherings.comer(11), until: '2016-05-19T08:30:00.000Z' }],
        },
        { seated: 10, offers: [], waiting: [gatherings.comer(12)] },
      ],
    },
    'how many hours it gave in 2016, and how many were received': {
      ask: (api) => hours(api),
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
    },
    'how many hours of coaching company 7 had in 2016, and how many on marketing': {
      ask: async (api) => (await hours(api)).companies.find(({ organisationId }) => organisationId === company(7)),
      expected: {
        kinds: [
          { kind: 'collective-training', received: duration(180, '3 h 00 min') },
          { kind: 'individual-coaching', received: duration(270, '4 h 30 min') },
        ],
        tags: [{ tag: 'marketing', received: duration(180, '3 h 00 min') }],
      },
    },
    'which share of the partners is public: 2 of 13 as they joined, 3 of 13 by the law': {
      ask: (api) => api.get(`incubation/incubators/${incubator}/partner-classes?validAt=2015-06-01`),
      expected: {
        partners: 13,
        declared: [
          { source: null, publicShare: { numerator: 2, denominator: 13 } },
          { source: 'Code monétaire et financier, art. L. 518-2', publicShare: { numerator: 3, denominator: 13 } },
        ],
      },
    },
    'how many founded it': {
      ask: async (api) => {
        const path = `incubation/partners?incubatorId=${incubator}&validAt=2015-06-01&limit=100`;
        const { items } = await api.get<{ readonly items: readonly { readonly founding: boolean }[] }>(path);
        return [items.length, items.filter(({ founding }) => founding).length];
      },
      expected: [13, 11],
    },
    'which spaces it has, and who is on its staff: appointed, without a mandate': {
      ask: (api) => api.get(`incubation/incubators/${incubator}?validAt=2016-03-01`),
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
    },
    'who accompanied the company that graduated, and what it reached': {
      ask: (api) => api.get(`incubation/accompaniments/${id('admission', String(GRADUATE))}?validAt=2016-05-01`),
      expected: {
        ...{ startsOn: '2015-09-15', endsOn: '2016-05-02', mentors: [{ role: 'mentor', since: '2015-10-01' }] },
        milestones: [{ title: 'Premier client', reachedOn: '2016-04-30' }],
      },
    },
    'what became of it: two sources on its jobs, and nobody says what it raised': {
      ask: (api) => api.get(`incubation/incubators/${incubator}/alumni?validAt=2018-12-31`),
      expected: {
        alumni: [
          {
            ...{ organisationId: company(GRADUATE), cause: 'graduated' },
            figures: [
              { indicator: 'jobs', value: 12, source: 'La société' },
              { indicator: 'jobs', value: 9, source: 'La presse' },
              { indicator: 'funds-raised', value: null },
            ],
          },
        ],
      },
    },
    'how many introductions to funders it made in 2016': {
      ask: (api) => api.get(`incubation/introductions-by-year?incubatorId=${incubator}`),
      expected: { years: [{ year: 2016, introductions: 3, companies: 3, funders: 1, funded: 1 }] },
    },
    'to which funder company 7 was introduced, and what came of it': {
      ask: (api) => api.get(`incubation/introductions/${id('introduction', '7')}`),
      expected: {
        ...{ organisationId: company(7), funderId: organisation(CREDIT_AGRICOLE) },
        outcome: { result: 'funded', amountCents: 15_000_000, on: '2016-12-15' },
      },
    },
    'what it is called, and that its history stays once it is dissolved': {
      ask: (api) =>
        Promise.all(
          ['2017-06-14', '2017-06-15', '2021-08-31'].map(async (day) => {
            const path = `incubation/incubators/${incubator}?validAt=${day}`;
            const { name, status } = await api.get<{ name: string; status: string }>(path);
            return [name, status, (await insideOn(api, day)).length];
          }),
        ),
      expected: [
        ['Quartier numérique', 'open', 30],
        ['Le Bivouac', 'open', 30],
        ['Le Bivouac', 'dissolved', 0],
      ],
    },
  },
};
