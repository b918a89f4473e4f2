import type { EventOf } from '#libs/kernel';
import {
  applicantOn,
  named,
  noCollege,
  notAdmissible,
  policyOn,
  type AdmissionRefusal,
} from '../colleges/admission.ts';
import type { Colleges } from '../colleges/college.ts';
import { tooFewSponsors, unfitSponsor, type Supporters } from '../colleges/sponsors.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { openApplication, type Membership, type MembershipEvent } from './membership.ts';

/** Of a decision on an application, or on an admission without one, as far as a policy is about it. */
type Deciding = Pick<EventOf<MembershipEvent, 'MemberAdmitted'>, 'college' | 'decidedBy' | 'sponsors' | 'since'> & {
  readonly organisationId?: string | undefined;
};

interface Around {
  readonly colleges: Colleges;
  readonly organisation?: Organisation | undefined;
  /** The memberships of those who are named as sponsors. Default: none of them has one. */
  readonly supporters?: Supporters | undefined;
}

/** The policy under which an admission is judged: that in force when its application was made, or on its own day without one. */
export function judgedUnder(colleges: Colleges, { college, decidedBy, since }: Deciding, before: Membership) {
  const application = openApplication(before);
  const known = before.status === 'absent' ? undefined : before.college;
  const asked = college ?? application?.college ?? known;
  const policy = policyOn(colleges, asked, application?.on ?? since);
  return { college: asked, policy, day: application?.on ?? since, decidedBy: decidedBy ?? policy?.decidedBy };
}

/** Why somebody is not admitted: its college is not there, or does not admit it, another organ decides, or too few members support it. */
export function unlawfulAdmission(
  { colleges, organisation, supporters = {} }: Around,
  admission: Deciding,
  before: Membership,
): AdmissionRefusal | undefined {
  const { college, policy, day } = judgedUnder(colleges, admission, before);
  const applicant = organisation?.status === 'registered' ? applicantOn(organisation, day) : undefined;
  const support = supportOf(admission, before);
  return (
    noCollege(colleges, college, admission.since) ??
    notAdmissible({ college, decidedBy: admission.decidedBy }, policy, applicant) ??
    unfitSponsor(support, supporters) ??
    (policy && tooFewSponsors(support, policy, named(college ?? '', policy)))
  );
}

/** Whoever the admission names counts on its day; else those whom the application names, on that of the application. */
function supportOf({ sponsors, since, organisationId: applicantId }: Deciding, before: Membership) {
  const application = openApplication(before);
  if (sponsors !== undefined || application?.sponsors === undefined) return { sponsors, applicantId, on: since };
  return { sponsors: application.sponsors, applicantId, on: application.on };
}

/** Why an application that names its sponsors is not taken: one of them does not count, or they are too few. Whoever names none may be admitted with them later. */
export function unlawfulSupport(
  { colleges, supporters = {} }: Around,
  { college = '', sponsors, organisationId: applicantId, since: on }: Deciding,
): AdmissionRefusal | undefined {
  if (sponsors === undefined) return undefined;
  const policy = policyOn(colleges, college, on);
  return (
    unfitSponsor({ sponsors, applicantId, on }, supporters) ??
    (policy && tooFewSponsors({ sponsors, on }, policy, named(college, policy)))
  );
}
