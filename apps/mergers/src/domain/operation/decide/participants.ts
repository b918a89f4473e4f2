import type { OperationKind, Parties, Participant } from '../../rules/act.ts';

/** How many bodies stand in each role: at least, and at most. */
interface Cast {
  readonly roles: Readonly<Partial<Record<Participant['role'], readonly [least: number, most: number]>>>;
  readonly required: string;
}

const MANY = Number.MAX_SAFE_INTEGER;

/**
 * An absorption has exactly one that stays and at least one that disappears; in a creation all disappear. A body splits alone or with bodies that take a part of
 * it, a branch passes to a new body or to one that is there, and those that federate stay. One that had disappeared
 * comes back alone.
 */
const CASTS: Readonly<Record<OperationKind, Cast>> = {
  'fusion-absorption': {
    roles: { absorbing: [1, 1], absorbed: [1, MANY] },
    required: 'one absorbing body, all others absorbed',
  },
  'fusion-creation': { roles: { founding: [2, MANY] }, required: 'founding bodies only' },
  scission: {
    roles: { split: [1, 1], beneficiary: [0, MANY] },
    required: 'one body that splits, all others beneficiaries',
  },
  'apport-partiel': {
    roles: { giving: [1, 1], receiving: [0, 1] },
    required: 'one giving body, and at most one receiving',
  },
  federation: { roles: { federating: [2, MANY] }, required: 'federating bodies only' },
  restoration: { roles: { restored: [1, 1] }, required: 'the one body that comes back' },
};

/** Whether the bodies do not fit the kind of the operation, and why. */
export function misfitOf({ kind, participants }: Parties): { found: string; required: string } | undefined {
  const { roles, required } = CASTS[kind];
  const ids = new Set(participants.map(({ clusterId }) => clusterId));
  const least = Object.values(roles).reduce((sum, [number]) => sum + number, 0);
  if (ids.size < least || ids.size < participants.length) {
    const found = `${String(ids.size)} bodies in ${String(participants.length)} roles`;
    return { found, required: least < 2 ? 'each body once' : 'two bodies or more, each once' };
  }
  const count = (role: string) => participants.filter((each) => each.role === role).length;
  const fits =
    participants.every(({ role }) => role in roles) &&
    Object.entries(roles).every(([role, [fewest, most]]) => count(role) >= fewest && count(role) <= most);
  return fits ? undefined : { found: participants.map(({ role }) => role).join(', '), required };
}
