import type { AppliedClause } from '#libs/ballot';
import { calendarDate } from '#libs/kernel';
import type { Act, OperationFile, Plan, Vote } from '../src/domain/rules/act.ts';
import type { CountingWay } from '../src/domain/rules/delay.ts';
import { judge } from '../src/domain/rules/rule-book.ts';

/** The bodies of the samples; these files are read by a generator as well, which no test runs. */
const [numelink, auvergneTic] = ['01500000-0000-7000-8000-000000000001', '01500000-0000-7000-8000-000000000002'];
const day = calendarDate;
const clause: AppliedClause = {
  ...{ kind: 'dissolution', statutesVersion: 2, majorityOf: 'votes-cast', strict: false },
  ...{ quorum: { numerator: 1, denominator: 2 }, majority: { numerator: 2, denominator: 3 } },
};
const planWith = (changes: Partial<Plan>): Plan => ({
  ...{ motives: 'One cluster for four territories', newAntennas: [], antennaMapping: [], conditions: [] },
  successor: { clusterId: numelink, name: 'Numélink', nameKind: 'final', seat: 'Saint-Étienne', departments: ['42'] },
  ...{ transitionalGovernance: { bodies: [] }, contributionsEuros: null, openPoints: [] },
  ...changes,
});

/** The days of an operation, both bodies on the same one unless two are named: of Numélink, then of Auvergne TIC. */
export interface Days {
  readonly drafted?: string;
  readonly version?: number;
  readonly adopted?: string;
  readonly noticed?: string | readonly [string | undefined, string | undefined];
  readonly opened?: string | readonly [string | undefined, string | undefined];
  readonly report?: string;
  readonly called?: readonly [string | undefined, string | undefined];
  readonly voted?: readonly [string | undefined, string | undefined];
  readonly consulted?: string;
  readonly plan?: Partial<Plan>;
}

export type Guarded = 'G2' | 'G3' | 'G4' | 'G11';

export const counted = (way: CountingWay, ...guards: readonly Guarded[]): Partial<Plan> => ({
  parameters: { counting: guards.map((guard) => ({ guard, way, basis: 'the bank asks for it' })) },
});

function byBody<T>(
  days: string | readonly (string | undefined)[] | undefined,
  of: (on: string) => T,
): Record<string, T> {
  const each = typeof days === 'string' ? [days, days] : (days ?? []);
  return Object.fromEntries(
    [numelink, auvergneTic].flatMap((clusterId, index) => {
      const on = each[index];
      return on === undefined ? [] : [[clusterId, of(on)]];
    }),
  );
}

/** What the rules look at, of an absorption with these days. */
export function fileWith({
  drafted = '2015-01-02',
  version = 1,
  plan = {},
  report,
  consulted,
  ...days
}: Days): OperationFile {
  const on = (each: string) => ({ on: day(each) });
  const auditorReport = report === undefined ? {} : { auditorReport: { date: report } };
  return {
    ...{
      operationId: '01500000-0000-7000-8000-00000000000a',
      kind: 'fusion-absorption',
      conditions: {},
      oppositions: [],
    },
    participants: [
      { clusterId: numelink, role: 'absorbing' },
      { clusterId: auvergneTic, role: 'absorbed' },
    ],
    plan: { version, hash: 'h', plan: planWith(plan), draftedOn: day(drafted) },
    adoptions: byBody(days.adopted, (each) => ({ planHash: 'h', ...on(each) })),
    notices: byBody(days.noticed, on),
    documents: byBody(days.opened, (each) => ({ ...on(each), ...auditorReport })),
    assemblies: byBody(days.called, day),
    votes: byBody(days.voted, (each): Vote => ({ outcome: 'adopted', ...on(each) })),
    consultations: consulted === undefined ? {} : { [numelink]: on(consulted) },
  };
}

export const acts = {
  adopt: (on: string): Act => ({ act: 'adopt-plan', clusterId: numelink, planHash: 'h', on: day(on) }),
  call: (on: string): Act => ({ act: 'schedule-assembly', clusterId: numelink, on: day(on) }),
  publish: (on: string): Act => ({ act: 'publish-notice', clusterId: numelink, on: day(on) }),
  open: (on: string, report?: string): Act => ({
    ...{ act: 'open-documents', clusterId: numelink, on: day(on) },
    auditorReport: report === undefined ? undefined : { date: report },
  }),
  vote: (on: string): Act => ({ act: 'vote', clusterId: numelink, on: day(on), clause }),
  oppose: (on: string, claimSince = '2015-01-01'): Act => ({
    act: 'oppose',
    clusterId: numelink,
    claimSince,
    on: day(on),
  }),
  effect: (on: string): Act => ({ act: 'take-effect', on: day(on), journalOfficielOn: undefined }),
};

/** `-` where the act is lawful, else the guard, its code, and the day from which or until which it would be. */
export function verdictOn(act: Act, file: OperationFile): string {
  const judged = judge(act, file);
  if (judged.ok) return '-';
  const { guard, type, earliestLawfulDate: from, latestLawfulDate: until } = judged.refusal;
  const days = [...(from === undefined ? [] : [`from ${from}`]), ...(until === undefined ? [] : [`until ${until}`])];
  return [guard, type.replace('MRG_', ''), ...days].join(' ');
}
