import { college, type CollegeCommand, type CollegeFact } from '../src/domain/colleges/college.ts';
import { fold } from '#libs/kernel';
import { numelink } from './facts.ts';
import { around } from './membership-words.ts';

/** The words in which specifications of colleges are written: those of Numélink. */
const ofCompanies = { clusterId: numelink, college: 'companies' };
const inCluster = { cluster: around.cluster };

export const open = (since: string, more: object = {}): CollegeCommand => ({
  ...{ type: 'OpenCollege', ...ofCompanies, since, ...inCluster },
  ...more,
});
export const opened = (since: string, more: object = {}): CollegeFact => ({
  ...{ type: 'CollegeOpened', ...ofCompanies, since },
  ...more,
});
export const close = (on: string): CollegeCommand => ({ type: 'CloseCollege', ...ofCompanies, on });
export const closed = (on: string): CollegeFact => ({ type: 'CollegeClosed', ...ofCompanies, on });

const policy = { needsIdentifier: false, decidedBy: 'board' } as const;
export const setPolicy = (since: string, more: object = {}): CollegeCommand => ({
  ...{ type: 'SetAdmissionPolicy', ...ofCompanies, ...policy, since, ...inCluster },
  ...more,
});
export const policySet = (since: string, more: object = {}): CollegeFact => ({
  ...{ type: 'AdmissionPolicySet', ...ofCompanies, ...policy, since },
  ...more,
});

export const collegesAfter = (...facts: readonly CollegeFact[]) => fold(college, facts);
