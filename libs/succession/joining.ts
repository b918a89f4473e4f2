import type { GrappeEvents } from '#libs/contracts';
import { periodOn } from '#libs/contracts/facts';
import type { Held, Passage } from './members.ts';

/** An organisation that has acceded to a merger, with the college in which it is to stand. */
export type Acceding = NonNullable<GrappeEvents['mergers.SuccessionTookEffect']['acceded']>[number];

/**
 * Those of the organisations that acceded who become members of the successor by it, on the day of the effect: not who is a member that day already, by itself or because it was one of a
 * predecessor. `existing` are the memberships of the successor, as they were before the effect.
 */
export function joinersOf(
  acceded: readonly Acceding[],
  passed: readonly Pick<Passage<Pick<Held, 'organisationId'>>, 'membership' | 'spans'>[],
  existing: readonly Pick<Held, 'organisationId' | 'periods'>[],
  effectiveOn: string,
): readonly Acceding[] {
  return acceded.filter(({ organisationId }) => {
    const isOwn = (each: Pick<Held, 'organisationId'>): boolean => each.organisationId === organisationId;
    const comes = passed.filter(({ membership }) => isOwn(membership));
    return !comes.some(({ spans }) => holdsOn(spans, effectiveOn)) && !existing.some(isMember);

    function isMember(each: Pick<Held, 'organisationId' | 'periods'>): boolean {
      return isOwn(each) && periodOn(each.periods, effectiveOn) !== undefined;
    }
  });
}

/** Whether somebody comes over on a day, or has before, and stays for that day at least. */
export function holdsOn(spans: Passage<unknown>['spans'], day: string): boolean {
  return spans.some(({ since, ending }) => since <= day && (ending === undefined || day < ending.on));
}
