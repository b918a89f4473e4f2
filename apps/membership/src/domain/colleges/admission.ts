import type { Refusal } from '#libs/kernel';
import { holdsOn, inForceOn } from '#libs/kernel';
import type { Organisation } from '../organisation/organisation.ts';
import { notOpenOn, type AdmissionPolicy, type CollegeMissing, type Colleges } from './college.ts';

import type { SponsorRefusal } from './sponsors.ts';

export type { AdmissionPolicy } from './college.ts';

/** An organisation as far as a policy asks about it, on a day. */
export interface Applicant {
  readonly kind: string;
  readonly sizeClass?: string | undefined;
  readonly department?: string | undefined;
  readonly isIdentified: boolean;
}

/** Whether a policy admits somebody: `found` is what the applicant is, `required` what the policy asks. */
export type AdmissionVerdict =
  { readonly admissible: true } | { readonly admissible: false; readonly found: string; readonly required: string };

export type AdmissionRefusal =
  CollegeMissing | SponsorRefusal | Refusal<'MBR_NOT_ADMISSIBLE' | 'MBR_ANOTHER_ORGAN_DECIDES', 'found' | 'required'>;

interface Asked {
  readonly college?: string | undefined;
  readonly decidedBy?: AdmissionPolicy['decidedBy'] | undefined;
}

/** What policies may ask about. */
type Known = Pick<Extract<Organisation, { readonly status: 'registered' }>, 'identifiers' | 'locations'> & {
  readonly registration: { readonly kind: string; readonly sizeClass?: string | undefined };
};

export function applicantOn({ registration, identifiers, locations }: Known, day: string): Applicant {
  const { kind, sizeClass } = registration;
  const department = inForceOn(locations, day)?.department;
  return { kind, sizeClass, department, isIdentified: identifiers.some((borne) => holdsOn(borne, day)) };
}

/** The policy of a college in force on a day; undefined before its first one, and for a college that is not known. */
export function policyOn({ colleges }: Colleges, name: string | undefined, day: string): AdmissionPolicy | undefined {
  const known = colleges.find((each) => each.college === name);
  return known === undefined ? undefined : inForceOn(known.policies, day);
}

/** What the first condition that an applicant does not meet comes to. */
export function verdictOf(policy: AdmissionPolicy, applicant: Applicant): AdmissionVerdict {
  const { kinds, sizeClasses, departments, needsIdentifier } = policy;
  const failed =
    outside('kind', kinds, applicant.kind) ??
    outside('size class', sizeClasses, applicant.sizeClass) ??
    outside('department', departments, applicant.department) ??
    (needsIdentifier && !applicant.isIdentified
      ? { found: 'no identifier', required: 'a SIREN, an RNA number or an entry in the register of a court' }
      : undefined);
  return failed === undefined ? { admissible: true } : { admissible: false, ...failed };
}

function outside(what: string, allowed: readonly string[] | undefined, value: string | undefined) {
  if (allowed === undefined || (value !== undefined && allowed.includes(value))) return undefined;
  return { found: `${what} ${value ?? 'unknown'}`, required: `${what} ${allowed.join(' or ')}` };
}

/** Whether a cluster had declared its colleges by a day: before, any name of a college is one. */
export function hasColleges({ colleges }: Colleges, day: string): boolean {
  return colleges.some(({ periods }) => periods.some(({ since }) => since <= day));
}

/** Why nobody is placed in a college on a day: it is not one of the cluster, or it is closed. */
export function noCollege(state: Colleges, name: string | undefined, day: string): CollegeMissing | undefined {
  return name === undefined || !hasColleges(state, day) ? undefined : notOpenOn(state, name, day);
}

/** Why an organ does not decide about somebody: the policy names another one. */
export function notDecidedBy(
  { college = '', decidedBy }: Asked,
  policy: AdmissionPolicy | undefined,
): AdmissionRefusal | undefined {
  if (policy === undefined || decidedBy === undefined || decidedBy === policy.decidedBy) return undefined;
  return {
    type: 'MBR_ANOTHER_ORGAN_DECIDES',
    found: decidedBy,
    required: `${policy.decidedBy}: ${named(college, policy)}`,
  };
}

/** Why somebody is not admitted under a policy, which the refusal names. */
export function notAdmissible(
  asked: Asked,
  policy: AdmissionPolicy | undefined,
  applicant: Applicant | undefined,
): AdmissionRefusal | undefined {
  const wrongOrgan = notDecidedBy(asked, policy);
  if (wrongOrgan !== undefined || policy === undefined || applicant === undefined) return wrongOrgan;
  const verdict = verdictOf(policy, applicant);
  if (verdict.admissible) return undefined;
  const required = `${verdict.required}: ${named(asked.college ?? '', policy)}`;
  return { type: 'MBR_NOT_ADMISSIBLE', found: verdict.found, required };
}

/** A policy in words, as refusals name it. */
export function named(college: string, { since }: AdmissionPolicy): string {
  return `the policy of the college ${college} from ${since} on`;
}
