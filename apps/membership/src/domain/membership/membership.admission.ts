import type { EventOf } from '#libs/kernel';
import { applicantOn, noCollege, notAdmissible, policyOn, type AdmissionRefusal } from '../colleges/admission.ts';
import type { Colleges } from '../colleges/college.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { openApplication, type Membership, type MembershipEvent } from './membership.ts';

/** Of a decision on an application, or on an admission without one, as far as a policy is about it. */
type Deciding = Pick<EventOf<MembershipEvent, 'MemberAdmitted'>, 'college' | 'decidedBy' | 'since'>;

interface Around {
  readonly colleges: Colleges;
  readonly organisation?: Organisation | undefined;
}

/** The policy under which an admission is judged: that in force when its application was made, or on its own day without one. */
export function judgedUnder(colleges: Colleges, { college, decidedBy, since }: Deciding, before: Membership) {
  const application = openApplication(before);
  const known = before.status === 'absent' ? undefined : before.college;
  const asked = college ?? application?.college ?? known;
  const policy = policyOn(colleges, asked, application?.on ?? since);
  return { college: asked, policy, day: application?.on ?? since, decidedBy: decidedBy ?? policy?.decidedBy };
}

/** Why somebody is not admitted: its college is not there, or does not admit it, or another organ decides. */
export function unlawfulAdmission(
  { colleges, organisation }: Around,
  admission: Deciding,
  before: Membership,
): AdmissionRefusal | undefined {
  const { college, policy, day } = judgedUnder(colleges, admission, before);
  const applicant = organisation?.status === 'registered' ? applicantOn(organisation, day) : undefined;
  return (
    noCollege(colleges, college, admission.since) ??
    notAdmissible({ college, decidedBy: admission.decidedBy }, policy, applicant)
  );
}
