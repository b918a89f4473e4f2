import type { Immutable } from '#libs/contracts';
import type { DeclaredModels } from '#libs/hosting';
import { addDays, calendarDate } from '#libs/kernel';
import type { z } from 'zod';
import { applicantOn, policyOn, verdictOf } from '../../domain/colleges/admission.ts';
import { colleges } from '../colleges/colleges.projection.ts';
import { organisations } from '../organisations/organisations.projection.ts';
import type { membershipView, MembershipDocument } from './memberships.projection.ts';

type Judged = NonNullable<NonNullable<Immutable<z.infer<typeof membershipView>>['application']>['judged']>;

/**
 * What the policy of its day says of an application; undefined where the college had none. It is read from what is known of the policy and of the applicant, so that
 * it follows their corrections.
 */
export async function judgedIn(
  models: DeclaredModels,
  { clusterId, organisationId, college, application }: MembershipDocument,
): Promise<Judged | undefined> {
  if (application === undefined) return undefined;
  const { on } = application;
  const known = await models.of(colleges).get(clusterId);
  const policy = known && policyOn(known, application.college ?? college, on);
  const organisation = policy && (await models.of(organisations).get(organisationId));
  if (policy === undefined || organisation === undefined) return undefined;
  const { since: policySince, decidedBy, withinDays } = policy;
  const { admissible, ...why } = verdictOf(policy, applicantOn({ registration: organisation, ...organisation }, on));
  const decideBy = withinDays === undefined ? {} : { decideBy: addDays(calendarDate(on), withinDays) };
  return { policySince, admissible, ...why, decidedBy, ...decideBy };
}
