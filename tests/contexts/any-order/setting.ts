import { addDays, daysBetween } from '#libs/kernel';
import { dayOf } from './draw.ts';
import { id } from './history.ts';
import type { Sent } from './world.ts';

/** The day of the effect, and its number. */
export const EFFECT = '2016-03-31';
export const EFFECT_DAY = daysBetween(dayOf(0), addDays(EFFECT as never, 0));
/** Of a second merger, after every other day. */
export const SECOND_EFFECT = '2024-03-28';
/** The number of the first day that is none of a history any more. */
export const END = 6_200;

/** Nothing begins or ends in the cluster that may be dissolved from the day on from which it may be. */
export const lastDayOf = (name: Name) => (name === 'C' ? 5_000 : END);

/** Two clusters that merge, and one that has nothing to do with it. */
export const CLUSTERS = ['A', 'B', 'C'] as const;
export type Name = (typeof CLUSTERS)[number] | 'new';
export const clusterOf = (name: Name) => id('cluster', name);
export const organisationOf = (number: number) => id('organisation', number);
export const ORGANISATIONS = [1, 2, 3, 4];
export const INCUBATORS = [1, 2];
export const incubatorOf = (number: number) => id('incubator', number);

export type Kind = 'fusion-absorption' | 'fusion-creation';
export const isGone = (kind: Kind, name: Name): boolean => name === 'B' || (name === 'A' && kind === 'fusion-creation');
export const successorOf = (kind: Kind) => clusterOf(kind === 'fusion-creation' ? 'new' : 'A');

const share = (numerator: number, denominator: number) => ({ numerator, denominator });
export const clauseOf = (numerator: number) => ({
  ...{ quorum: share(1, 4), majority: share(numerator, 12), majorityOf: 'votes-cast', strict: true },
});
const LONG_AGO = dayOf(0);

export function clausesOf(numerator: number): object {
  const clause = clauseOf(numerator);
  return { ordinary: clause, amendment: clause, dissolution: clause };
}

export const SETTING: readonly Sent[] = [
  ...CLUSTERS.flatMap((name): readonly Sent[] => [
    {
      name: 'membership.clusters.create',
      id: clusterOf(name),
      body: { name: `Cluster ${name}`, seat: 'Lyon' },
      on: LONG_AGO,
    },
    {
      name: 'governance.statutes.adopt',
      id: clusterOf(name),
      body: { statutesVersion: 1, clauses: clausesOf(6) },
      on: LONG_AGO,
    },
  ]),
  ...ORGANISATIONS.map((number): Sent => ({
    name: 'membership.organisations.create',
    id: organisationOf(number),
    body: { name: `Organisation ${String(number)}`, kind: 'company' },
    on: LONG_AGO,
  })),
  ...INCUBATORS.map((number): Sent => ({
    name: 'incubation.incubators.create',
    id: incubatorOf(number),
    body: { name: `Incubator ${String(number)}`, site: 'Lyon' },
    on: LONG_AGO,
  })),
];
