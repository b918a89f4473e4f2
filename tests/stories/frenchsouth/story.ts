import type { ApiClient } from '../api-client.ts';
import { question, type Story } from '../story.ts';
import { byCollege } from './colleges.ts';
import { drawings } from './drawings.ts';
import { clusters, conditions, founders, HIGHER_EDUCATION, operations, school } from './cast.ts';
import { sponsors, START_UPS, startUp, subsidies } from './cast.ts';
import { before } from './questions/before.ts';
import { provisionally } from './questions/provisionally.ts';
import { membershipIds, readings } from './readings.ts';
import {
  adopted,
  confidential,
  filed,
  frozen,
  opening,
  readBy,
  thinkTank,
  voted,
  withdrawn,
} from './rows/languedoc-roussillon.ts';
import { NAME } from './rows/plans.ts';
import * as occitanie from './rows/occitanie.ts';

const { frenchSouth: frenchSouthId, digital113 } = clusters;

/** As many as a dissolution loses the merger keeps. */
const all = (lost: number) => ({ lost, kept: lost, needConsent: 0 });

const counts = (clusterId: string, since: string, day: string) => (api: ApiClient) =>
  api.get<{ readonly members: number; readonly before: number }>(
    `membership/clusters/${clusterId}/counts?since=${since}&validAt=${day}`,
  );

interface Judged {
  readonly verdicts: readonly { readonly guard: string; readonly rule: string }[];
}
interface Operation {
  readonly history: Readonly<Record<'adoptions' | 'assemblies' | 'votes', readonly Judged[]>> & {
    readonly effect: Judged;
  };
}

/** The rules under which the acts of an operation were judged, by their guards. */
async function rulesOf(api: ApiClient, operation: string): Promise<ReadonlyMap<string, string>> {
  const { history } = await api.get<Operation>(`mergers/operations/${operation}`);
  const acts = [...history.adoptions, ...history.assemblies, ...history.votes, history.effect];
  return new Map(acts.flatMap(({ verdicts }) => verdicts).map(({ guard, rule }) => [guard, rule]));
}

const euros = (cents: number | null): string =>
  cents === null ? 'unknown amount' : `EUR ${(cents / 100).toLocaleString('en')}`;

interface Condition {
  readonly conditionId: string;
  readonly description: string;
  readonly blocking: boolean;
  readonly status: string;
  readonly on: string;
  readonly granted?: string;
}

interface Lost {
  readonly lost: number;
  readonly kept: number;
}

/** The eve of the postponement, and the three days that are asked for. */
const CALENDAR_DAYS = ['2018-01-15', '2018-01-16', '2018-01-17', '2018-01-18'];

/** What became of the calendar: read on the day itself. */
interface CalendarThen {
  readonly status: string;
  readonly target?: string;
  readonly steps: readonly string[];
}

/** Three clusters of Languedoc-Roussillon become FrenchSouth.digital, and with DigitalPlace Digital 113. */
export const frenchSouth: Story = {
  key: 'frenchsouth',
  name: 'FrenchSouth.digital, then Digital 113',
  about:
    'Three clusters of Languedoc-Roussillon that merged because a dissolution would have lost their history, 2014 to 2019.',
  script: [
    ...[opening, thinkTank, confidential, ...readBy, frozen, adopted, voted, filed, withdrawn],
    ...[occitanie.born, occitanie.colleagues, occitanie.released, occitanie.schoolAdmitted, occitanie.elected],
    ...[occitanie.lapsed, occitanie.policyChanged],
    ...[occitanie.twoClusters, occitanie.called, ...occitanie.assemblies, ...occitanie.looks('2018-01-15')],
    ...[occitanie.postponed, ...occitanie.looks('2018-01-16', '2018-01-17', '2018-01-18'), occitanie.digital113IsBorn],
  ],
  questions: {
    ...before,
    'What could a member read about the name on 18 and on 20 November 2014, and what could an auditor with the right?':
      question({
        ask: () =>
          Promise.resolve(
            readings
              .of('2014-11-18 subscriber', '2014-11-20 subscriber', '2014-11-18 auditor', '2014-11-20 auditor')
              .map(String),
          ),
        expected: ['South French Digital', NAME, NAME, NAME],
        lines: ([before, after, auditorBefore, auditorAfter]) => [
          `a member: ${String(before)}, then ${String(after)}`,
          `an auditor: ${String(auditorBefore)}, then ${String(auditorAfter)}`,
        ],
      }),
    'Which conditions blocked the effect, until when, lifted by what?': question({
      ask: async (api) => {
        const path = `mergers/operations/${operations.frenchSouth}`;
        const found = await api.get<{ effectiveOn: string; conditions: readonly Condition[] }>(path);
        return { effectiveOn: found.effectiveOn, conditions: found.conditions };
      },
      expected: {
        effectiveOn: '2015-02-18',
        conditions: [
          {
            conditionId: conditions.workingCapital,
            ...{ blocking: true, status: 'fulfilled', on: '2015-01-30', granted: 'EUR 150,000' },
          },
          { conditionId: conditions.guarantee, blocking: true, status: 'waived', on: '2015-01-28' },
        ],
      },
      lines: (found) => [
        ...found.conditions.map(
          ({ description, status, on, granted }) =>
            `${description}: ${status} on ${on}${granted === undefined ? '' : `, ${granted}`}`,
        ),
        `effect on ${found.effectiveOn}`,
      ],
    }),
    'What have the organisations said that the plan named beside the three?': question({
      ask: async (api) => {
        const { joining, history } = await api.get<{
          readonly joining: readonly {
            readonly organisationId: string;
            readonly college: string;
            readonly state: string;
            readonly on?: string;
          }[];
          readonly history: { readonly accessions: readonly object[] };
        }>(`mergers/operations/${operations.frenchSouth}`);
        return { joining, accessions: history.accessions };
      },
      expected: {
        joining: [
          { organisationId: startUp, college: START_UPS, state: 'withdrawn', on: '2015-02-12' },
          { organisationId: school, college: HIGHER_EDUCATION, state: 'open' },
        ],
        accessions: [{ organisationId: startUp, on: '2015-01-20' }],
      },
      lines: ({ joining }) =>
        joining.map(
          ({ college, state, on }) => `for the college ${college}: ${state}${on === undefined ? '' : ` on ${on}`}`,
        ),
    }),
    'Under which policy was a school admitted in March 2015, and supported by whom?': question({
      ask: async (api) => {
        const ids = await membershipIds(api, frenchSouthId, '2015-03-10');
        const { application } = await api.get<{
          readonly application: {
            readonly on: string;
            readonly sponsors: readonly string[];
            readonly judged: {
              readonly policySince: string;
              readonly admissible: boolean;
              readonly decidedBy: string;
              readonly sponsors: { readonly found: number; readonly required: number };
            };
          };
        }>(`membership/memberships/${ids.get(school) ?? ''}`);
        return application;
      },
      expected: {
        ...{ on: '2015-03-10', sponsors },
        judged: {
          ...{ policySince: '2015-02-18', admissible: true, decidedBy: 'board' },
          sponsors: { found: 2, required: 2 },
        },
      },
      lines: ({ on, judged }) => [
        `on ${on}, under the policy in force since ${judged.policySince}, by the ${judged.decidedBy}`,
        `${String(judged.sponsors.found)} sponsors of ${String(judged.sponsors.required)} that it asks for`,
      ],
    }),
    'Which subsidies were frozen on 1 December 2014, and what became of each?': question({
      ask: (api) =>
        Promise.all(
          subsidies.map(async ({ id, amountCents }) => {
            const on = (day: string) =>
              api.get<{ readonly status: string }>(`membership/subsidies/${id}?validAt=${day}`);
            const [frozenThen, now] = await Promise.all([on('2014-12-01'), on('2016-01-01')]);
            return { amountCents, onThatDay: frozenThen.status, later: now.status };
          }),
        ),
      expected: [
        { amountCents: 6_000_000, onThatDay: 'frozen', later: 'released' },
        { amountCents: 2_500_000, onThatDay: 'frozen', later: 'released' },
        { amountCents: null, onThatDay: 'frozen', later: 'lapsed' },
      ],
      lines: (all) =>
        all.map(({ amountCents, onThatDay, later }) => `${euros(amountCents)}: ${onThatDay}, later ${later}`),
    }),
    'How many members were there on 18 February 2015 by college, with how many from each of the three?': question({
      ask: (api) => byCollege(api, '2015-02-18'),
      expected: { 'Digital economy': [165, 165, 5, 12], Cloud: [7, 0, 7, 0], 'Digital creation': [28, 0, 0, 28] },
      lines: (colleges) =>
        Object.entries(colleges).map(
          ([college, [members, novae, cloud, pixlr]]) =>
            `${college}: ${String(members)} members (Novae LR ${String(novae)}, Media Cloud Cluster ${String(cloud)}, PixLR ${String(pixlr)})`,
        ),
    }),
    'What would a dissolution have lost, which the merger has kept?': question({
      ask: (api) =>
        api.get<{
          readonly total: Readonly<Record<string, Lost>> & {
            readonly subsidies: Lost & { readonly lostCents: number };
          };
        }>(`mergers/operations/${operations.frenchSouth}/dissolution`),
      expected: {
        effectiveOn: '2015-02-18',
        total: {
          ...{ members: all(200), memberships: all(217), mandates: all(3), lineage: all(3) },
          // Frozen, not lost: the merger passes them on, and nobody said how much the third one is.
          subsidies: { ...all(3), lostCents: 8_500_000, keptCents: 8_500_000, ofUnknownAmount: 1 },
          // The label of Montpellier is that of a territory.
          ...{
            labels: all(0),
            labelsIssued: all(0),
            partners: all(0),
            networks: all(0),
            agreements: all(0),
            antennas: all(0),
          },
        },
        predecessors: founders.map((clusterId, index) => ({
          clusterId,
          figures: { memberships: all([165, 12, 40][index] ?? 0), mandates: all(1), subsidies: all(1) },
        })),
        leftOff: [],
      },
      lines: ({ total }) => [
        ...Object.entries(total)
          .filter(([, { lost }]) => lost > 0)
          .map(([what, { lost, kept }]) => `${what}: ${String(lost)} lost by a dissolution, ${String(kept)} kept`),
        `of the subsidies ${euros(total.subsidies.lostCents)} would have lapsed, and one of unknown amount`,
      ],
    }),
    'How many members did it begin with, each company counted once?': question({
      ask: counts(frenchSouthId, '2015-02-17', '2015-02-18'),
      expected: { members: 200, joins: 200, before: 0 },
      lines: ({ members, before }) => [`${String(before)} on the eve, ${String(members)} on the day`],
    }),
    'Which guards did the operation of 2017 meet that did not exist for that of 2014?': question({
      ask: async (api) => {
        const [first, second] = await Promise.all([
          rulesOf(api, operations.frenchSouth),
          rulesOf(api, operations.digital113),
        ]);
        return {
          added: [...second.keys()].filter((guard) => !first.has(guard)).toSorted(),
          changed: [...second]
            .filter(([guard, rule]) => first.has(guard) && first.get(guard) !== rule)
            .map(([guard]) => guard)
            .toSorted(),
        };
      },
      expected: { added: ['G2', 'G3', 'G4'], changed: ['G1', 'G6', 'G7', 'G8'] },
      lines: ({ added, changed }) => [
        `new with the decree of 2015: ${added.join(', ')}`,
        `under another version of the rule: ${changed.join(', ')}`,
      ],
    }),
    'What did the calendar of Digital 113 look like on 16, 17 and 18 January 2018?': question({
      ask: () =>
        Promise.resolve(readings.of(...CALENDAR_DAYS.map((day) => `${day} calendar`)) as readonly CalendarThen[]),
      expected: [
        { status: 'ready', target: '2018-01-17', steps: ['take-effect'] },
        ...['2018-01-16', '2018-01-17', '2018-01-18'].map(() => {
          return { status: 'ready', target: '2019-02-05', steps: ['take-effect'] };
        }),
      ],
      lines: (days) =>
        days.map(
          ({ status, target = 'none', steps }, index) =>
            `on ${CALENDAR_DAYS[index] ?? ''}: ${status}, target ${target}, to do: ${steps.join(', ')}`,
        ),
    }),
    'Did the same operation take effect a year later, with its postponement in its history?': question({
      ask: async (api) => {
        const { effectiveOn, history } = await api.get<{
          readonly effectiveOn: string;
          readonly history: {
            readonly votes: readonly { readonly on: string }[];
            readonly plans: readonly { readonly planVersion: number }[];
            readonly postponements: readonly { readonly on: string; readonly newTarget: string }[];
          };
        }>(`mergers/operations/${operations.digital113}`);
        const { votes, plans, postponements } = history;
        return { effectiveOn, votes, plans, postponements };
      },
      expected: {
        effectiveOn: '2019-02-05',
        votes: [{ on: '2017-06-20' }, { on: '2017-06-22' }],
        plans: [{ planVersion: 1 }],
        postponements: [{ on: '2018-01-16', newTarget: '2019-02-05' }],
      },
      lines: ({ effectiveOn, votes, postponements }) => [
        `voted on ${votes.map(({ on }) => on).join(' and ')}`,
        ...postponements.map(({ on, newTarget }) => `postponed on ${on} to ${newTarget}`),
        `effective on ${effectiveOn}`,
      ],
    }),
    'How many members does Digital 113 have, twenty of them of both?': question({
      ask: counts(digital113, '2019-02-04', '2019-02-05'),
      expected: { members: 310, joins: 310, before: 0 },
      lines: ({ members }) => [`${String(members)} members`],
    }),
    ...provisionally,
  },
  drawings,
  requests: [
    {
      about: 'what a dissolution would have lost, beside the merger',
      path: `mergers/operations/${operations.frenchSouth}/dissolution`,
    },
    { about: 'the acts of Digital 113, with every guard', path: `mergers/operations/${operations.digital113}` },
  ],
};
