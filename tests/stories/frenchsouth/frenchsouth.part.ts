import type { ApiClient } from '../api-client.ts';
import type { StoryPart } from '../part.ts';
import { clusters, conditions, founders, HIGHER_EDUCATION, operations, school } from './cast.ts';
import { sponsors, START_UPS, startUp, subsidies } from './cast.ts';
import { membersOn, membershipIds, readings } from './readings.ts';
import {
  adopted,
  confidential,
  frozen,
  opening,
  readBy,
  thinkTank,
  voted,
  withdrawn,
} from './rows/languedoc-roussillon.ts';
import { NAME } from './rows/plans.ts';
import * as occitanie from './rows/occitanie.ts';

const { frenchSouth, digital113 } = clusters;

/** How many members of each college there are on a day, and how many of them each founder had. */
async function byCollege(api: ApiClient, day: string): Promise<Readonly<Record<string, readonly number[]>>> {
  const before = await Promise.all(
    founders.map(async (id) => new Set((await membersOn(api, id, '2015-02-17')).map((each) => each.organisationId))),
  );
  const counted: Record<string, number[]> = {};
  for (const { college = '', organisationId } of await membersOn(api, frenchSouth, day)) {
    const counts = (counted[college] ??= [0, 0, 0, 0]);
    counts[0] = (counts[0] ?? 0) + 1;
    for (const [index, list] of before.entries())
      if (list.has(organisationId)) counts[index + 1] = (counts[index + 1] ?? 0) + 1;
  }
  return counted;
}

/** As many as a dissolution loses the merger keeps. */
const all = (lost: number) => ({ lost, kept: lost, needConsent: 0 });

const counts = (clusterId: string, since: string, day: string) => (api: ApiClient) =>
  api.get(`membership/clusters/${clusterId}/counts?since=${since}&validAt=${day}`);

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

/** Three clusters of Languedoc-Roussillon become FrenchSouth.digital, and with DigitalPlace Digital 113. */
export const frenchSouthStory: StoryPart = {
  name: 'FrenchSouth.digital and Digital 113, 2014 to 2019',
  key: 'frenchsouth',
  script: [
    ...[opening, thinkTank, confidential, ...readBy, frozen, adopted, voted, withdrawn],
    ...[occitanie.born, occitanie.released, occitanie.schoolAdmitted, occitanie.lapsed, occitanie.policyChanged],
    ...[occitanie.twoClusters, occitanie.called, ...occitanie.assemblies, ...occitanie.looks('2018-01-15')],
    ...[occitanie.postponed, ...occitanie.looks('2018-01-17', '2018-01-18'), occitanie.digital113IsBorn],
  ],
  answers: {
    'what a member, and an auditor, could read about the name on 18 and on 20 November 2014': {
      ask: () =>
        Promise.resolve(
          readings.of('2014-11-18 subscriber', '2014-11-20 subscriber', '2014-11-18 auditor', '2014-11-20 auditor'),
        ),
      expected: ['South French Digital', NAME, NAME, NAME],
    },
    'which conditions blocked the effect, until when, lifted by what': {
      ask: (api) => api.get(`mergers/operations/${operations.frenchSouth}`),
      expected: {
        effectiveOn: '2015-02-18',
        conditions: [
          {
            conditionId: conditions.workingCapital,
            blocking: true,
            status: 'fulfilled',
            on: '2015-01-30',
            granted: 'EUR 150,000',
          },
          { conditionId: conditions.guarantee, blocking: true, status: 'waived', on: '2015-01-28' },
        ],
      },
    },
    'what the organisations have said that the plan named beside the three': {
      ask: (api) => api.get(`mergers/operations/${operations.frenchSouth}`),
      expected: {
        joining: [
          { organisationId: startUp, college: START_UPS, state: 'withdrawn', on: '2015-02-12' },
          { organisationId: school, college: HIGHER_EDUCATION, state: 'open' },
        ],
        history: { accessions: [{ organisationId: startUp, on: '2015-01-20' }] },
      },
    },
    'under which policy the school was admitted in March 2015, and supported by whom': {
      ask: async (api) => {
        const ids = await membershipIds(api, frenchSouth, '2015-03-10');
        return await api.get(`membership/memberships/${ids.get(school) ?? ''}`);
      },
      expected: {
        sponsors,
        application: {
          ...{ on: '2015-03-10', sponsors },
          judged: {
            ...{ policySince: '2015-02-18', admissible: true, decidedBy: 'board' },
            sponsors: { found: 2, required: 2 },
          },
        },
      },
    },
    'which subsidies were frozen on 1 December 2014, and what became of each': {
      ask: (api) =>
        Promise.all(
          subsidies.map(async ({ id, amountCents }) => {
            const on = (day: string) =>
              api.get<{ readonly status: string }>(`membership/subsidies/${id}?validAt=${day}`);
            const [frozenThen, now] = await Promise.all([on('2014-12-01'), on('2016-01-01')]);
            return [amountCents, frozenThen.status, now.status];
          }),
        ),
      expected: [
        [6_000_000, 'frozen', 'released'],
        [2_500_000, 'frozen', 'released'],
        [null, 'frozen', 'lapsed'],
      ],
    },
    'how many members there were on 18 February 2015, by college and by founder': {
      ask: (api) => byCollege(api, '2015-02-18'),
      expected: { 'Digital economy': [165, 165, 5, 12], Cloud: [7, 0, 7, 0], 'Digital creation': [28, 0, 0, 28] },
    },
    'what a dissolution would have lost, which the merger has kept': {
      ask: (api) => api.get(`mergers/operations/${operations.frenchSouth}/dissolution`),
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
    },
    'that each company counts once': {
      ask: counts(frenchSouth, '2015-02-17', '2015-02-18'),
      expected: { members: 200, joins: 200, before: 0 },
    },
    'which rules the operation of 2017 met that did not exist for that of 2014': {
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
    },
    'what the calendar of Digital 113 looked like around 17 January 2018': {
      ask: () => Promise.resolve(readings.of('2018-01-15 calendar', '2018-01-17 calendar', '2018-01-18 calendar')),
      expected: [
        { status: 'ready', target: '2018-01-17', steps: ['take-effect'] },
        { status: 'ready', target: '2019-02-05', steps: ['take-effect'] },
        { status: 'ready', target: '2019-02-05', steps: ['take-effect'] },
      ],
    },
    'that the same operation took effect a year later, with its postponement in its history': {
      ask: (api) => api.get(`mergers/operations/${operations.digital113}`),
      expected: {
        effectiveOn: '2019-02-05',
        history: {
          votes: [{ on: '2017-06-20' }, { on: '2017-06-22' }],
          plans: [{ planVersion: 1 }],
          postponements: [{ on: '2018-01-16', newTarget: '2019-02-05' }],
        },
      },
    },
    'how many members Digital 113 has, twenty of them of both': {
      ask: counts(digital113, '2019-02-04', '2019-02-05'),
      expected: { members: 310, joins: 310, before: 0 },
    },
  },
};
