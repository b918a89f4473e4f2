import type { GrappeEvents } from '#libs/contracts';

/** What a merger makes of a subsidy, as it was asked for. */
export type SubsidyPolicy = GrappeEvents['membership.SubsidyRequested']['onSuccession'];

/** What becomes of something that a body had, and what it needs. */
export type Outcome = 'automatic' | 'needs-consent' | 're-assess' | 'lapses';

/** What becomes of a subsidy when its cluster disappears: by its policy it passes, passes once the granter consents, or lapses. */
export function subsidyOutcome(policy: SubsidyPolicy): Exclude<Outcome, 're-assess'> {
  return policy === 'passes' ? 'automatic' : policy;
}

/** Whether something with a last day passes in a merger: what had ended by the day of the effect does not; an end that lies ahead passes with it. */
export function passesOn(effectiveOn: string, until: string | undefined): boolean {
  return until === undefined || until > effectiveOn;
}
