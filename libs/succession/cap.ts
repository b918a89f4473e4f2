import type { BodyMember, Companies, Rule } from './composition.ts';

/** What a rule finds on one day. `organisationIds` are those who have too many seats. */
export interface Finding {
  readonly found: number;
  readonly required: number;
  readonly isMet: boolean;
  readonly organisationIds?: readonly string[];
}

/** Of a cap each company that has too many seats is a finding of its own. */
export function capFindings(
  cap: Rule,
  members: readonly BodyMember[],
  companies: Companies,
  day: string,
): readonly Finding[] {
  const { most: required = 0 } = cap;
  const groups = [...groupsOf(cap, members, companies, day).values()];
  const exceeding = groups.filter(({ found }) => found > required);
  if (exceeding.length === 0)
    return [{ found: Math.max(0, ...groups.map(({ found }) => found)), required, isMet: true }];
  return exceeding.map(({ found, organisationIds }) => ({
    found,
    required,
    isMet: false,
    organisationIds: [...organisationIds].sort(),
  }));
}

interface Group {
  readonly found: number;
  /** Those of its members, and whoever they have gone up in. */
  readonly organisationIds: ReadonlySet<string>;
}

function groupsOf(
  cap: Rule,
  members: readonly BodyMember[],
  companies: Companies,
  day: string,
): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const { organisationId, headId } of members) {
    if (organisationId === undefined || headId === undefined) continue;
    const key = groupOf(cap, headId, companies, day);
    const known = groups.get(key);
    groups.set(key, {
      found: (known?.found ?? 0) + 1,
      organisationIds: new Set([...(known?.organisationIds ?? []), organisationId, headId]),
    });
  }
  return groups;
}

/** The first company of a group stands for all of it; an absorbed company brings its group to whoever absorbed it. */
function groupOf({ groups = [] }: Rule, headId: string, companies: Companies, day: string): string {
  const group = groups.find((each) => each.some((id) => companies.headOn(id, day) === headId));
  const [first] = group ?? [];
  return first === undefined ? headId : companies.headOn(first, day);
}
