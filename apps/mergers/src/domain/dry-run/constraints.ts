import {
  companiesAmong,
  endingBy,
  findingsOn,
  heirsOf,
  type Companies,
  type ConstraintFinding,
  type Seat,
} from '#libs/succession';
import type { DryRunInput, Governance } from './diff.ts';
import type { Whole } from './holdings.ts';
import type { Line } from './lines.ts';

const NOBODY: Companies = companiesAmong(new Map());

type Begun = readonly { readonly mandateId: string }[];
type Body = Governance['bodies'][number];

/**
 * The rules on the composition of the bodies of the heirs that are broken on the day of the effect, with whoever takes up a mandate by the plan. No effect is void by a breach: the rule
 * says how long there is to mend it.
 */
export function constraintsBroken(input: DryRunInput, effect: Whole, begun: Begun) {
  const gone = new Set(effect.predecessors.map(({ clusterId }) => clusterId));
  const heirs = heirsOf(effect).filter(({ clusterId }) => !gone.has(clusterId));
  return heirs.flatMap(({ clusterId }) => {
    const { bodies = [], mandates = [] } = input.governance[clusterId] ?? {};
    return bodies
      .filter((body) => endingBy(effect.effectiveOn, body) !== undefined)
      .flatMap((body) => {
        const { bodyId } = body;
        const held = mandates.filter((each) => each.bodyId === bodyId).map(seatOf);
        const before = broken(body, held, input, effect);
        const after = broken(body, [...held, ...seatsBegun(bodyId, effect, begun)], input, effect);
        return after.map((finding) => ({
          clusterId,
          bodyId,
          ...finding,
          isNew: !before.some((each) => isSame(each, finding)),
        }));
      });
  });
}

function broken(
  { constraints = [] }: Body,
  seats: readonly Seat[],
  { companies = NOBODY }: DryRunInput,
  { effectiveOn }: Whole,
) {
  return findingsOn({ seats, constraints, companies }, effectiveOn).flatMap(
    ({ constraintId, rule, found, required, isMet, organisationIds }: ConstraintFinding) => {
      const companiesOver = organisationIds === undefined ? {} : { organisationIds };
      return isMet ? [] : [{ constraintId, kind: rule.kind, found, required, ...companiesOver }];
    },
  );
}

type Broken = ReturnType<typeof broken>[number];

function isSame(one: Broken, other: Broken): boolean {
  return one.constraintId === other.constraintId && String(one.organisationIds) === String(other.organisationIds);
}

function seatOf({ person: { personId }, organisations = [], ...mandate }: Governance['mandates'][number]): Seat {
  return { ...mandate, personId, organisations };
}

function seatsBegun(
  bodyId: string,
  { transitionalGovernance, effectiveOn: since }: Whole,
  begun: Begun,
): readonly Seat[] {
  const beginning = new Set(begun.map(({ mandateId }) => mandateId));
  const { bodies, limit } = transitionalGovernance;
  const offices = bodies.filter((each) => each.bodyId === bodyId).flatMap((each) => each.offices);
  return offices
    .flatMap(({ holders }) => holders)
    .filter(({ mandateId }) => beginning.has(mandateId))
    .map(({ mandateId, person: { personId }, organisationId }) => ({
      ...{ mandateId, personId, since, limit, organisations: [{ since, organisationId }] },
    }));
}

/** Each breach with the body that it rests on. */
export function constraintLines(found: ReturnType<typeof constraintsBroken>): readonly Line[] {
  return found.map(({ organisationIds = [], ...breach }) => {
    const { bodyId, constraintId } = breach;
    const over = [...organisationIds].sort();
    const key = [bodyId, constraintId, ...over].join('/');
    const value = { ...breach, ...(over.length === 0 ? {} : { organisationIds: over }) };
    return { part: 'constraints', key, about: [bodyId, constraintId, ...over], value };
  });
}
