import type { Immutable } from '#libs/contracts';
import type { DeclaredModels } from '#libs/hosting';
import { addDays, calendarDate } from '#libs/kernel';
import type { z } from 'zod';
import {
  applicantOn,
  policyOn,
  verdictOf,
  type AdmissionPolicy,
  type AdmissionVerdict,
} from '../../domain/colleges/admission.ts';
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
  const verdict = verdictOf(policy, applicantOn({ registration: organisation, ...organisation }, on));
  const { admissible, ...why } = verdict.admissible ? supported(application, policy) : verdict;
  const decideBy = withinDays === undefined ? {} : { decideBy: addDays(calendarDate(on), withinDays) };
  const support =
    policy.sponsors === undefined ? {} : { sponsors: { found: count(application), required: policy.sponsors } };
  return { policySince, admissible, ...why, decidedBy, ...support, ...decideBy };
}

type Application = NonNullable<MembershipDocument['application']>;

function count({ sponsors = [] }: Pick<Application, 'sponsors'>): number {
  return sponsors.length;
}

function supported(application: Application, { sponsors: required = 0 }: AdmissionPolicy): AdmissionVerdict {
  const found = count(application);
  if (found >= required) return { admissible: true };
  return { admissible: false, found: `${String(found)} sponsors`, required: `${String(required)} sponsors` };
}
