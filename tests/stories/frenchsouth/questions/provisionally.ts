import type { ApiClient } from '../../api-client.ts';
import { question, type Question } from '../../story.ts';
import { clusters, HIGHER_EDUCATION, id, operations, people, provisional, spokespersons } from '../cast.ts';
import { FILED } from '../rows/languedoc-roussillon.ts';

const { frenchSouth } = clusters;

interface Effect {
  readonly plan: { readonly plan: { readonly transitionalGovernance: { readonly limit: string } } };
  readonly effectiveOn: string;
  readonly positions: readonly { readonly on: string; readonly statement: string }[];
  readonly declarations: readonly { readonly authority: string; readonly on: string }[];
  readonly history: { readonly votes: readonly { readonly on: string }[] };
}

interface Deadline {
  readonly on: string;
  readonly kind: string;
  readonly isTransitional?: boolean;
  readonly person?: { readonly name: string };
}

const holdersOn = async (api: ApiClient, office: string, day: string): Promise<readonly string[]> => {
  const path = `governance/offices/${office}/holders?validAt=${day}`;
  const { holders } = await api.get<{ readonly holders: readonly { readonly person: { readonly name: string } }[] }>(
    path,
  );
  return holders.map(({ person }) => person.name).sort();
};

/** The limits of transitional mandates that were near on a day, as was known then. */
async function limitsNear(api: ApiClient, day: string) {
  const path = `governance/clusters/${frenchSouth}/deadlines?validAt=${day}&knownAt=${day}`;
  const { items } = await api.get<{ readonly items: readonly Deadline[] }>(path);
  return items
    .filter(({ isTransitional }) => isTransitional === true)
    .map(({ on, person }) => ({ on, person: person?.name ?? '' }))
    .sort((a, b) => (a.person < b.person ? -1 : 1));
}

const three = [people.molinie.name, people.mekersa.name, people.cladera.name];

/** What was provisional in it, and what stayed. */
export const provisionally: Readonly<Record<string, Question>> = {
  'On which days was it decided, were its statutes filed and public, and until when is its board provisional?':
    question({
      ask: async (api) => {
        const found = await api.get<Effect>(`mergers/operations/${operations.frenchSouth}`);
        const { plan, effectiveOn, positions, declarations, history } = found;
        return {
          decided: [...new Set(history.votes.map(({ on }) => on))],
          filed: positions.filter(({ statement }) => statement === FILED).map(({ on }) => on),
          public: declarations.map(({ authority, on }) => ({ authority, on })),
          effectiveOn,
          limit: plan.plan.transitionalGovernance.limit,
        };
      },
      expected: {
        ...{ decided: ['2015-02-06'], filed: ['2015-02-09'], effectiveOn: '2015-02-18', limit: '2015-06-30' },
        public: [{ authority: 'journal-officiel', on: '2015-02-18' }],
      },
      lines: ({ decided, filed, public: published, effectiveOn, limit }) => [
        `decided by the three assemblies on ${decided.join(', ')}, statutes filed on ${filed.join(', ')}`,
        ...published.map(
          ({ authority, on }) => `public on ${on} (${authority.replace('-', ' ')}), effective on ${effectiveOn}`,
        ),
        `the provisional board holds office until ${limit}`,
      ],
    }),
  'Who presides it until the election of June 2015, and was the end announced before?': question({
    ask: async (api) => ({
      announced: await limitsNear(api, '2015-05-01'),
      presidents: await Promise.all(
        ['2015-02-18', '2015-06-30', '2015-07-01'].map(async (day) => ({
          ...{ day, provisional: await holdersOn(api, provisional.office, day) },
          elected: await holdersOn(api, id('president', frenchSouth), day),
        })),
      ),
    }),
    expected: {
      announced: three.map((person) => ({ on: '2015-06-30', person })),
      presidents: [
        { day: '2015-02-18', provisional: three, elected: [] },
        { day: '2015-06-30', provisional: three, elected: ['The president elected in June 2015'] },
        { day: '2015-07-01', provisional: [], elected: ['The president elected in June 2015'] },
      ],
    },
    lines: ({ announced, presidents }) => [
      ...announced.map(({ on, person }) => `announced by 1 May 2015: the mandate of ${person} ends on ${on}`),
      ...presidents.map(
        ({ day, provisional: holders, elected }) => `${day}: ${[...holders, ...elected].join(', ') || 'nobody'}`,
      ),
    ],
  }),
  'Is most of its board in private hands?': question({
    ask: async (api) => {
      const { members, findings } = await api.get<{
        readonly members: readonly object[];
        readonly findings: readonly {
          readonly rule: { readonly kind: string };
          readonly found: number;
          readonly required: number;
          readonly isMet: boolean;
        }[];
      }>(`governance/bodies/${provisional.board}/composition?validAt=2015-03-01`);
      return {
        members: members.length,
        findings: findings.map(({ rule, found, required, isMet }) => ({ rule: rule.kind, found, required, isMet })),
      };
    },
    expected: { members: 3, findings: [{ rule: 'private-majority', found: 3, required: 2, isMet: true }] },
    lines: ({ members, findings }) =>
      findings.map(
        ({ rule, found, required, isMet }) =>
          `${rule.replace('-', ' ')}: ${String(found)} of ${String(members)}, ${String(required)} needed: ${isMet ? 'met' : 'broken'}`,
      ),
  }),
  'Who speaks for the colleges beside the three trades?': question({
    ask: (api) =>
      Promise.all(
        spokespersons.map(async ({ college, officeId }) => ({
          college,
          persons: await holdersOn(api, officeId, '2015-03-01'),
        })),
      ),
    expected: spokespersons.map(({ college, persons }) => ({
      college,
      persons: persons.map(({ name }) => name).sort(),
    })),
    lines: (all) => all.map(({ college, persons }) => `${college}: ${persons.join(' and ')}`),
  }),
  'Under which versions of its policy does the college of higher education admit?': question({
    ask: async (api) => {
      const { colleges } = await api.get<{
        readonly colleges: readonly {
          readonly college: string;
          readonly policies: readonly {
            readonly since: string;
            readonly sponsors: number;
            readonly kinds: readonly string[];
            readonly decidedBy: string;
          }[];
        }[];
      }>(`membership/colleges/${frenchSouth}?validAt=2016-01-01`);
      return colleges
        .filter(({ college }) => college === HIGHER_EDUCATION)
        .flatMap(({ policies }) => policies)
        .map(({ since, sponsors, kinds, decidedBy }) => ({ since, sponsors, kinds, decidedBy }));
    },
    expected: [
      { since: '2015-02-18', sponsors: 2, kinds: ['school', 'public-authority'], decidedBy: 'board' },
      { since: '2015-09-01', sponsors: 3, kinds: ['school'], decidedBy: 'assembly' },
    ],
    lines: (versions) =>
      versions.map(
        ({ since, sponsors, kinds, decidedBy }) =>
          `since ${since}: ${kinds.join(' or ')}, with ${String(sponsors)} sponsors, by the ${decidedBy}`,
      ),
  }),
};
