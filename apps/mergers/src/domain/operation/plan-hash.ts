import { createHash } from 'node:crypto';
import { canonicalJson } from '#libs/kernel';
import type { Plan } from '../rules/act.ts';

/**
 * The name of a plan: SHA-256 over its canonical JSON (RFC 8785), in hex. Equal plans have equal hashes, whatever their layout. A
 * person stands in it by id alone: a hash that everybody may read for ever is no place to try names against.
 */
export function planHash(plan: Plan): string {
  return createHash('sha256')
    .update(canonicalJson(withoutNames(plan)), 'utf8')
    .digest('hex');
}

/** The plan without the names of its persons, which `personal` of the contract's PlanDrafted marks. */
export function withoutNames(plan: Plan): object {
  const { bodies, ...governance } = plan.transitionalGovernance;
  const anonymous = bodies.map((body) => ({
    ...body,
    offices: body.offices.map((office) => ({
      ...office,
      holders: office.holders.map(({ person: { personId }, ...holder }) => ({ ...holder, person: { personId } })),
    })),
  }));
  return { ...plan, transitionalGovernance: { ...governance, bodies: anonymous } };
}
