import { successionProcessEvents } from '../succession.ts';
import { antennaEvents, clusterEvents } from './cluster.ts';
import { membershipEvents } from './membership.ts';
import { organisationEvents } from './organisation.ts';

/** Everything that the membership context publishes. */
export const membershipContract = {
  ...organisationEvents,
  ...clusterEvents,
  ...antennaEvents,
  ...membershipEvents,
  ...successionProcessEvents,
};
