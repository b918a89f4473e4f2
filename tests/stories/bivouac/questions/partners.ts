import type { ApiClient } from '../../api-client.ts';
import { question, type Question } from '../../story.ts';
import { CREDIT_AGRICOLE, company, GDF_SUEZ, GRADUATE, id, incubator, organisation, partner } from '../cast.ts';

/** Under which name a partner holds its seat on a day. */
export async function seatNameOn(api: ApiClient, name: string, day: string) {
  const path = `incubation/partners/${partner(name)}?validAt=${day}`;
  const { holder, seat } = await api.get<{ holder: { id: string }; seat: { seatId: string } }>(path);
  const held = await api.get<{ name: string }>(`membership/organisations/${holder.id}?validAt=${day}`);
  return { day, seatId: seat.seatId, name: held.name };
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
export async function sectorBodyOn(api: ApiClient, day: string) {
  const path = `audit/provenance/partner-seat/${partner('Auvergne TIC')}?validAt=${day}`;
  const { names, operations, chain, on } = await api.get<SeatAnswer>(path);
  const passed = chain.filter(({ from, operationId }) => operationId !== undefined && from <= day);
  const decided = passed.map(({ operationId }) => operations.find((each) => each.operationId === operationId));
  return {
    day,
    holder: names[on.holder?.id ?? ''],
    decisions: decided
      .flatMap((each) => each?.votes ?? [])
      .map((vote) => [names[vote.clusterId], vote.on, vote.outcome]),
  };
}

const numelinkVotes = [
  ['Auvergne TIC', '2016-03-31', 'adopted'],
  ['Numélink', '2016-03-31', 'adopted'],
];

interface Share {
  readonly numerator: number;
  readonly denominator: number;
}

/** Who carries it. */
export const partners: Readonly<Record<string, Question>> = {
  'Under which name did GDF Suez’s seat stand on 1 March and on 1 June 2015?': question({
    ask: (api) => Promise.all(['2015-03-01', '2015-06-01'].map((day) => seatNameOn(api, GDF_SUEZ, day))),
    expected: [
      { day: '2015-03-01', seatId: id('seat', GDF_SUEZ), name: 'GDF Suez' },
      { day: '2015-06-01', seatId: id('seat', GDF_SUEZ), name: 'ENGIE' },
    ],
    lines: (days) => days.map(({ day, name }) => `on ${day}: ${name}`),
  }),
  'Who held the sector body’s seat on 30 March 2016, 1 April 2016 and 1 April 2017, and by which decisions?': question({
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
    lines: (days) =>
      days.map(
        ({ day, holder = 'nobody', decisions }) =>
          `on ${day}: ${holder}${decisions.length === 0 ? '' : ` (${decisions.map(([cluster = '', on = '', outcome = '']) => `${cluster}, ${outcome} on ${on}`).join('; ')})`}`,
      ),
  }),
  'Which share of the partners is public?': question({
    ask: async (api) => {
      const { partners: number, declared } = await api.get<{
        readonly partners: number;
        readonly declared: readonly { readonly source: string | null; readonly publicShare: Share }[];
      }>(`incubation/incubators/${incubator}/partner-classes?validAt=2015-06-01`);
      return { partners: number, declared: declared.map(({ source, publicShare }) => ({ source, publicShare })) };
    },
    expected: {
      partners: 13,
      declared: [
        { source: null, publicShare: { numerator: 2, denominator: 13 } },
        { source: 'Code monétaire et financier, art. L. 518-2', publicShare: { numerator: 3, denominator: 13 } },
      ],
    },
    lines: ({ declared }) =>
      declared.map(
        ({ source, publicShare }) =>
          `${String(publicShare.numerator)} of ${String(publicShare.denominator)}, ${source === null ? 'as they joined' : `by ${source}`}`,
      ),
  }),
  'How many founded it?': question({
    ask: async (api) => {
      const path = `incubation/partners?incubatorId=${incubator}&validAt=2015-06-01&limit=100`;
      const { items } = await api.get<{ readonly items: readonly { readonly founding: boolean }[] }>(path);
      return { partners: items.length, founding: items.filter(({ founding }) => founding).length };
    },
    expected: { partners: 13, founding: 11 },
    lines: ({ partners: all, founding }) => [`${String(founding)} of ${String(all)} partners`],
  }),
  'What do partners contribute, and who says so?': question({
    ask: async (api) => {
      const names = ['Clermont Communauté', 'Michelin', 'Orange'];
      return await Promise.all(
        names.map(async (name) => {
          const { contributions } = await api.get<{
            readonly contributions: readonly {
              readonly form: string;
              readonly year: number;
              readonly amountCents: number | null;
              readonly source: string;
            }[];
          }>(`incubation/partners/${partner(name)}?validAt=2016-01-01`);
          return { name, contributions };
        }),
      );
    },
    expected: [
      { name: 'Clermont Communauté', contributions: [{ form: 'premises', year: 2015, amountCents: null }] },
      { name: 'Michelin', contributions: [{ form: 'staff', year: 2015, amountCents: null }] },
      { name: 'Orange', contributions: [{ form: 'equipment', year: 2015, amountCents: null }] },
    ],
    lines: (all) =>
      all.flatMap(({ name, contributions }) =>
        contributions.map(
          ({ form, year, amountCents, source }) =>
            `${name}, ${String(year)}: ${form}, ${amountCents === null ? 'of unknown value' : `EUR ${(amountCents / 100).toLocaleString('en')}`} [${source}]`,
        ),
      ),
  }),
  'How many introductions to funders did it make in 2016?': question({
    ask: async (api) =>
      (
        await api.get<{
          readonly years: readonly {
            readonly year: number;
            readonly introductions: number;
            readonly companies: number;
            readonly funded: number;
          }[];
        }>(`incubation/introductions-by-year?incubatorId=${incubator}`)
      ).years,
    expected: [{ year: 2016, introductions: 3, companies: 3, funders: 1, funded: 1 }],
    lines: (years) =>
      years.map(
        ({ year, introductions, companies, funded }) =>
          `${String(year)}: ${String(introductions)} of ${String(companies)} companies, ${String(funded)} funded`,
      ),
  }),
  'To which funder was company 7 introduced, and what came of it?': question({
    ask: (api) =>
      api.get<{ readonly outcome: { readonly result: string; readonly amountCents: number; readonly on: string } }>(
        `incubation/introductions/${id('introduction', '7')}`,
      ),
    expected: {
      ...{ organisationId: company(7), funderId: organisation(CREDIT_AGRICOLE) },
      outcome: { result: 'funded', amountCents: 15_000_000, on: '2016-12-15' },
    },
    lines: ({ outcome }) => [
      `${CREDIT_AGRICOLE}: ${outcome.result} with EUR ${(outcome.amountCents / 100).toLocaleString('en')} on ${outcome.on}`,
    ],
  }),
  'Who accompanied the company that graduated, and what did it reach?': question({
    ask: (api) =>
      api.get<{
        readonly startsOn: string;
        readonly endsOn: string;
        readonly mentors: readonly { readonly role: string; readonly since: string }[];
        readonly milestones: readonly { readonly title: string; readonly reachedOn: string }[];
      }>(`incubation/accompaniments/${id('admission', String(GRADUATE))}?validAt=2016-05-01`),
    expected: {
      ...{ startsOn: '2015-09-15', endsOn: '2016-05-02', mentors: [{ role: 'mentor', since: '2015-10-01' }] },
      milestones: [{ title: 'Premier client', reachedOn: '2016-04-30' }],
    },
    lines: ({ startsOn, endsOn, mentors, milestones }) => [
      `inside from ${startsOn} to ${endsOn}`,
      ...mentors.map(({ role, since }) => `${role} since ${since}`),
      ...milestones.map(({ title, reachedOn }) => `${title}: ${reachedOn}`),
    ],
  }),
  'What became of it afterwards, by which sources?': question({
    ask: async (api) => {
      const { alumni } = await api.get<{
        readonly alumni: readonly {
          readonly cause: string;
          readonly figures: readonly {
            readonly indicator: string;
            readonly value: number | null;
            readonly source: string;
          }[];
        }[];
      }>(`incubation/incubators/${incubator}/alumni?validAt=2018-12-31`);
      return alumni;
    },
    expected: [
      {
        ...{ organisationId: company(GRADUATE), cause: 'graduated' },
        figures: [
          { indicator: 'jobs', value: 12, source: 'La société' },
          { indicator: 'jobs', value: 9, source: 'La presse' },
          { indicator: 'funds-raised', value: null },
        ],
      },
    ],
    lines: (alumni) =>
      alumni.flatMap(({ cause, figures }) => [
        cause,
        ...figures.map(
          ({ indicator, value, source }) =>
            `${indicator}: ${value === null ? 'unknown' : String(value)}, says ${source}`,
        ),
      ]),
  }),
};
