import type { CalendarDate } from '#libs/kernel';
import type { OperationFile, Plan } from '../rules/act.ts';
import { fileOf, type EventNamed, type Operation } from './operation.ts';

/** What has become of an organisation that the plan names: an accession of a day behind the effect has come too late. */
export const JOINING_STATES = ['open', 'acceded', 'withdrawn', 'too-late'] as const;
type JoiningState = (typeof JOINING_STATES)[number];

type Named = NonNullable<Plan['joining']>[number];

/** An organisation that the plan names, with what it has said. */
export interface Joining extends Named {
  readonly state: JoiningState;
  /** The day of its accession, or of its withdrawal. */
  readonly on?: CalendarDate | undefined;
}

type Concerned = Pick<OperationFile, 'plan' | 'accessions'>;

/** The organisations that the plan on the table names, in its order, as they would be on the day of an effect. */
export function joiningOf({ plan, accessions = {} }: Concerned, effectiveOn?: CalendarDate): readonly Joining[] {
  return (plan?.plan.joining ?? []).map((named) => {
    const known = accessions[named.organisationId];
    if (known === undefined) return { ...named, state: 'open' };
    const { on, withdrawn } = known;
    // From the day of the effect on it is a member, and leaves as one.
    if (withdrawn !== undefined && (effectiveOn === undefined || withdrawn.on < effectiveOn))
      return { ...named, state: 'withdrawn', on: withdrawn.on };
    const isLate = effectiveOn !== undefined && effectiveOn < on;
    return { ...named, state: isLate ? 'too-late' : 'acceded', on };
  });
}

/** Those that have acceded by the day of the effect, and join by it. */
export function accededBy(file: Concerned, effectiveOn: CalendarDate): readonly Named[] {
  return joiningOf(file, effectiveOn)
    .filter(({ state }) => state === 'acceded')
    .map(({ organisationId, college }) => ({ organisationId, ...(college === undefined ? {} : { college }) }));
}

/** What a fact that was recorded after the effect, corrected or voided makes of whether an organisation joined by it; nothing where it is as before. */
export function joiningRestated(
  before: Operation,
  after: Operation,
  organisationId: string,
): readonly EventNamed<'JoiningRestated'>[] {
  if (before.status === 'absent' || !('effectiveOn' in after)) return [];
  const { operationId, effectiveOn } = after;
  const joins = [before, after].map((state) =>
    accededBy(fileOf(state), effectiveOn).find((each) => each.organisationId === organisationId),
  );
  const [was, is] = joins;
  if ((was === undefined) === (is === undefined)) return [];
  const named = is ?? { organisationId };
  return [{ type: 'JoiningRestated', operationId, ...named, joins: is !== undefined, on: effectiveOn }];
}
