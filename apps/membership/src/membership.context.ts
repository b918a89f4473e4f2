import type { ContextDefinition } from '#libs/hosting';
import { embargoManager } from '#libs/process-managers';
import { agreement } from './domain/agreements/agreement.ts';
import { antenna } from './domain/antenna/antenna.ts';
import { cluster } from './domain/cluster/cluster.ts';
import { college } from './domain/colleges/college.ts';
import { fee } from './domain/fees/fee.decide.ts';
import { feePolicy } from './domain/fees/fee-policy.ts';
import { funding } from './domain/funding/funding.ts';
import { label } from './domain/labels/label.decide.ts';
import { labelScheme } from './domain/labels/label-scheme.ts';
import { membership } from './domain/membership/membership.decide.ts';
import { representative } from './domain/representatives/representative.ts';
import { organisation } from './domain/organisation/organisation.ts';
import { objective } from './domain/objectives/objective.ts';
import { subsidy } from './domain/subsidies/subsidy.decide.ts';
import { volunteering } from './domain/volunteering/volunteering.ts';
import { identifierClaim } from './domain/identifiers/identifier-claim.ts';
import { agreementQueries } from './http/agreements.queries.ts';
import { agreementCommands } from './http/agreements.rows.ts';
import { antennaCommands } from './http/antennas.rows.ts';
import { clusterCommands } from './http/clusters.rows.ts';
import { clusterQueries } from './http/clusters.queries.ts';
import { collegeCommands } from './http/colleges.rows.ts';
import { directoryQueries } from './http/directory.queries.ts';
import { feeQueries } from './http/fees.queries.ts';
import { feeCommands, feePolicyCommands } from './http/fees.rows.ts';
import { fundingQueries } from './http/funding.queries.ts';
import { fundingCommands } from './http/funding.rows.ts';
import { labelQueries } from './http/labels.queries.ts';
import { labelCommands, labelSchemeCommands } from './http/labels.rows.ts';
import { applicationCommands, membershipCommands } from './http/memberships.rows.ts';
import { membershipQueries } from './http/memberships.queries.ts';
import { networkQueries } from './http/networks.queries.ts';
import { representativeQueries } from './http/representatives.queries.ts';
import { representativeCommands } from './http/representatives.rows.ts';
import { officeQueries } from './http/office.queries.ts';
import { objectiveQueries } from './http/objectives.queries.ts';
import { objectiveCommands } from './http/objectives.rows.ts';
import { organisationCommands } from './http/organisations.rows.ts';
import { subsidyQueries } from './http/subsidies.queries.ts';
import { subsidyCommands } from './http/subsidies.rows.ts';
import { volunteeringCommands } from './http/volunteering.rows.ts';
import { lateAdmissions } from './policies/late-admissions.ts';
import { lateAntennas } from './policies/late-antennas.ts';
import { lateSubsidies } from './policies/late-subsidies.ts';
import { membershipRestoration } from './policies/restoration.ts';
import { membershipSuccession } from './policies/succession.ts';
import { accessions } from './read-models/accessions/accessions.projection.ts';
import { agreements } from './read-models/agreements/agreements.projection.ts';
import { antennas } from './read-models/antennas/antennas.projection.ts';
import { clusters } from './read-models/clusters/clusters.projection.ts';
import { colleges } from './read-models/colleges/colleges.projection.ts';
import { engagements } from './read-models/engagements/engagements.projection.ts';
import { feePolicies } from './read-models/fee-policies/fee-policies.projection.ts';
import { fees } from './read-models/fees/fees.projection.ts';
import { funding as fundingModel } from './read-models/funding/funding.projection.ts';
import { identifiers } from './read-models/identifiers/identifiers.projection.ts';
import { labelSchemes } from './read-models/label-schemes/label-schemes.projection.ts';
import { labels } from './read-models/labels/labels.projection.ts';
import { memberships } from './read-models/memberships/memberships.projection.ts';
import { representatives } from './read-models/representatives/representatives.projection.ts';
import { organisations } from './read-models/organisations/organisations.projection.ts';
import { successions } from './read-models/successions/successions.projection.ts';
import { objectives } from './read-models/objectives/objectives.projection.ts';
import { subsidies } from './read-models/subsidies/subsidies.projection.ts';
import { volunteering as volunteeringModel } from './read-models/volunteering/volunteering.projection.ts';
import { operators } from './read-models/operators/operators.projection.ts';

const embargo = embargoManager('membership');

/** Organisations, clusters, antennas, and who is a member of what since when and through which mergers. */
export const membershipContext: ContextDefinition = {
  name: 'membership',
  port: 8101,
  aggregates: [
    organisation,
    identifierClaim,
    cluster,
    antenna,
    membership,
    college,
    representative,
    feePolicy,
    fee,
    funding,
    volunteering,
    subsidy,
    labelScheme,
    label,
    agreement,
    objective,
    membershipSuccession.aggregate,
    embargo.aggregate,
  ],
  commands: [
    organisationCommands,
    clusterCommands,
    antennaCommands,
    membershipCommands,
    applicationCommands,
    collegeCommands,
    representativeCommands,
    feePolicyCommands,
    feeCommands,
    fundingCommands,
    volunteeringCommands,
    subsidyCommands,
    labelSchemeCommands,
    labelCommands,
    agreementCommands,
    objectiveCommands,
  ],
  projections: [
    organisations,
    identifiers,
    clusters,
    antennas,
    memberships,
    colleges,
    representatives,
    feePolicies,
    fees,
    fundingModel,
    volunteeringModel,
    subsidies,
    labelSchemes,
    labels,
    agreements,
    objectives,
    successions,
    accessions,
    engagements,
    operators,
  ],
  grants: operators,
  processManagers: [membershipSuccession, membershipRestoration, lateAdmissions, lateAntennas, lateSubsidies, embargo],
  queries: [
    ...clusterQueries,
    ...networkQueries,
    ...membershipQueries,
    ...directoryQueries,
    ...representativeQueries,
    ...officeQueries,
    ...feeQueries,
    ...fundingQueries,
    ...subsidyQueries,
    ...labelQueries,
    ...agreementQueries,
    ...objectiveQueries,
  ],
};
