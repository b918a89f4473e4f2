import type { ApiClient } from '../../api-client.ts';
import { question, type Question } from '../../story.ts';
import { clusters, COLLEGES, id, schools, sme, UNTIL, type Kind } from '../cast.ts';
import { refusals } from '../../refusals.ts';

const { telecomValley, medinsoft, scs } = clusters;
const about = `membership/clusters/${telecomValley}`;

interface Entry {
  readonly kind: string;
  readonly sizeClass?: string;
  readonly department?: string;
  readonly membership: { readonly since: string; readonly college?: string };
}

/** Every member on a day as the directory has it. */
async function membersOn(api: ApiClient, day: string): Promise<readonly Entry[]> {
  const items: Entry[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const page: { readonly items: readonly Entry[]; readonly next?: string } = await api.get(
      `membership/directory?clusterId=${telecomValley}&validAt=${day}&limit=100${after === '' ? '' : `&after=${after}`}`,
    );
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

/** How many times each is there, the most frequent first. */
function tally(all: readonly string[]): Readonly<Record<string, number>> {
  const counted = [...new Set(all)].map((each) => [each, all.filter((other) => other === each).length] as const);
  return Object.fromEntries(counted.toSorted(([, a], [, b]) => b - a));
}

const WORDS: Readonly<Record<string, Kind>> = {
  ...{ sme: 'sme', large: 'large' },
  ...{ school: 'academic', association: 'association' },
};
const kindOf = ({ kind, sizeClass }: Entry): Kind => WORDS[sizeClass ?? kind] ?? 'association';
const READ: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  sme: ['small or medium company', 'small and medium companies'],
  large: ['large company', 'large companies'],
  academic: ['academic member', 'academic members'],
  association: ['association', 'associations'],
};
const inWords = (kinds: Readonly<Record<string, number>>): string =>
  Object.entries(kinds)
    .map(([kind, count]) => `${String(count)} ${READ[kind as Kind][count === 1 ? 0 : 1]}`)
    .join(', ');

interface Counts {
  readonly members: number;
  readonly joins: number;
  readonly leaves: number;
  readonly before: number;
}

/** How many there were before, joined, left and are there, of which kinds. */
async function movements(api: ApiClient, since: string, day: string) {
  const { members, joins, leaves, before } = await api.get<Counts>(`${about}/counts?since=${since}&validAt=${day}`);
  const all = await membersOn(api, day);
  const joined = all.filter(({ membership }) => membership.since > since);
  return { before, joins, leaves, members, joined: tally(joined.map(kindOf)), kinds: tally(all.map(kindOf)) };
}

const byKind = { sme: 110, large: 12, academic: 14, association: 8 };
const ofTheYear = { sme: 30, large: 3, academic: 3, association: 1 };
const movementLines = ({ before, joins, leaves, members, joined, kinds }: Awaited<ReturnType<typeof movements>>) => [
  `${String(before)} members before; ${String(joins)} joined, ${String(leaves)} left: ${String(members)}.`,
  `Joined: ${inWords(joined)}.`,
  `In all: ${inWords(kinds)}.`,
];

interface Figure {
  readonly indicator: string;
  readonly value: number;
  readonly scope?: string;
}

/** What was declared of all members, and what the schools say of their students. */
async function declared(api: ApiClient) {
  const { figures } = await api.get<{ readonly figures: readonly Figure[] }>(about);
  const own = await Promise.all(
    [...schools.map((each) => each.id), sme(1)].map((organisationId) =>
      api.get<{ readonly figures: readonly Figure[] }>(`membership/organisations/${organisationId}`),
    ),
  );
  const students = own.flatMap((each) => each.figures.filter(({ indicator }) => indicator === 'students'));
  return {
    declared: Object.fromEntries(figures.map(({ indicator, value }) => [indicator, value])),
    bySchools: { schools: students.length, students: students.reduce((sum, { value }) => sum + value, 0) },
  };
}

/** How a partnership opens something to the members of the other party: it does not. */
async function partnership(api: ApiClient) {
  const day = '2015-10-01';
  const { items } = await api.get<{
    readonly items: readonly { readonly agreementId: string; readonly kind: string; readonly state: string }[];
  }>(`${about}/agreements?state=in-force&validAt=${day}`);
  const partners = [
    ['Medinsoft', medinsoft],
    ['SCS', scs],
  ] as const;
  const path = `membership/clusters/${medinsoft}/reciprocal-services?for=${sme(1)}&validAt=${day}`;
  const open = await api.get<{ readonly as: string; readonly services: readonly object[] }>(path);
  const visitor = await api.get<{ readonly state: string; readonly audience: string }>(
    `events/registrants/${id('registration', 'Medinsoft')}`,
  );
  return {
    partners: partners.flatMap(([name, other]) =>
      items.filter(({ agreementId }) => agreementId === id('agreement', other)).map(({ kind }) => [name, kind]),
    ),
    with: { as: open.as, services: open.services.length },
    refused: refusals.codeOf('a meeting of the members of Medinsoft'),
    registered: { as: visitor.audience, state: visitor.state },
  };
}

export const memberQuestions: Readonly<Record<string, Question>> = {
  'How many members joined in 2015, of which kinds, and how many are there on 31 December?': question({
    ask: (api) => movements(api, '2014-12-31', '2015-12-31'),
    expected: { before: 107, joins: 37, leaves: 0, members: 144, joined: ofTheYear, kinds: byKind },
    lines: movementLines,
  }),
  'And in the twelve months before the assembly of March 2016?': question({
    ask: (api) => movements(api, '2015-02-28', UNTIL),
    expected: { before: 107, joins: 37, leaves: 0, members: 144, joined: ofTheYear, kinds: byKind },
    lines: movementLines,
  }),
  'In which colleges are they?': question({
    ask: async (api) => tally((await membersOn(api, UNTIL)).map(({ membership }) => membership.college ?? '')),
    expected: { [COLLEGES.sme]: 122, [COLLEGES.academic]: 14, [COLLEGES.association]: 8 },
    lines: (colleges) => Object.entries(colleges).map(([college, count]) => `${college}: ${String(count)}`),
  }),
  'In which departments are its members, and where is its seat?': question({
    ask: async (api) => {
      const { seat, departments } = await api.get<{ readonly seat: string; readonly departments: readonly string[] }>(
        about,
      );
      const members = tally((await membersOn(api, UNTIL)).map(({ department }) => department ?? 'unknown'));
      return { seat, departments, members };
    },
    expected: {
      ...{ seat: 'Sophia Antipolis', departments: ['06', '83', '13', '75'] },
      members: { '06': 118, '83': 12, '13': 8, '75': 6 },
    },
    lines: ({ seat, departments, members }) => [
      `Its seat is at ${seat}, its territory the departments ${departments.join(', ')}.`,
      ...departments.map((each) => `Department ${each}: ${String(members[each] ?? 0)} members`),
    ],
  }),
  'What do they stand for?': question({
    ask: declared,
    // Students only where there are any: fourteen schools of fifteen members that are looked at.
    expected: {
      declared: { employees: 18_000, students: 40_000 },
      bySchools: { schools: 14, students: 40_000 },
    },
    lines: ({ declared: { employees = 0, students = 0 }, bySchools }) => [
      `${employees.toLocaleString('en')} employees and ${students.toLocaleString('en')} students, as Telecom Valley declares`,
      `${bySchools.students.toLocaleString('en')} students, as its ${String(bySchools.schools)} schools declare`,
    ],
  }),
  'Was it there all the time since it was founded?': question({
    ask: (api) =>
      Promise.all(
        ['1991-01-01', '2000-12-31', '2001-01-01', '2004-12-31', '2005-01-01'].map(async (day) => {
          const { state } = await api.get<{ readonly state: string }>(`${about}?validAt=${day}`);
          return [day, state] as const;
        }),
      ),
    expected: [
      ...[
        ['1991-01-01', 'active'],
        ['2000-12-31', 'active'],
      ],
      ...[
        ['2001-01-01', 'dormant'],
        ['2004-12-31', 'dormant'],
        ['2005-01-01', 'revived'],
      ],
    ],
    lines: (days) => days.map(([day, state]) => `${day}: ${state}`),
  }),
  'Who may register for what Medinsoft does, by the partnership?': question({
    ask: partnership,
    expected: {
      partners: [
        ['Medinsoft', 'partnership'],
        ['SCS', 'partnership'],
      ],
      with: { as: 'public', services: 0 },
      refused: 'EVT_NOT_ENTITLED',
      registered: { as: 'public', state: 'seated' },
    },
    lines: ({ partners, with: open, refused, registered }) => [
      `Agreements in force: ${partners.map(([name, kind]) => `${String(kind)} with ${String(name)}`).join(', ')}; none opens a service.`,
      `With Medinsoft a member of Telecom Valley is one of the ${open.as}: ${String(open.services)} services by agreement.`,
      `It was refused at a meeting of the members (${String(refused)}), and is ${registered.state} as ${registered.as} at an open talk.`,
    ],
  }),
};
