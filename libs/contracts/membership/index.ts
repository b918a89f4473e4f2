import { embargoEvents } from '../embargo.ts';
import { successionProcessEvents } from '../succession.ts';
import { agreementEvents } from './agreements.ts';
import { antennaEvents, clusterEvents } from './cluster.ts';
import { collegeEvents } from './colleges.ts';
import { feeEvents, feePolicyEvents } from './fees.ts';
import { fundingEvents, volunteeringEvents } from './funding.ts';
import { labelEvents, labelSchemeEvents } from './labels.ts';
import { membershipEvents } from './membership.ts';
import { representativeEvents } from './representatives.ts';
import { objectiveEvents } from './objectives.ts';
import { organisationEvents, identifierEvents } from './organisation.ts';
import { subsidyEvents } from './subsidies.ts';

/** Everything that the membership context publishes. */
export const membershipContract = {
  ...organisationEvents,
  ...identifierEvents,
  ...clusterEvents,
  ...antennaEvents,
  ...membershipEvents,
  ...collegeEvents,
  ...representativeEvents,
  ...feePolicyEvents,
  ...feeEvents,
  ...fundingEvents,
  ...volunteeringEvents,
  ...subsidyEvents,
  ...labelSchemeEvents,
  ...labelEvents,
  ...agreementEvents,
  ...objectiveEvents,
  ...successionProcessEvents,
  ...embargoEvents,
};
