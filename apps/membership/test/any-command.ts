import * as fc from 'fast-check';
import { fold, type Decider } from '#libs/kernel';
import type { AgreementCommand } from '../src/domain/agreements/agreement.ts';
import type { AntennaCommand } from '../src/domain/antenna/antenna.ts';
import { cluster, type ClusterCommand } from '../src/domain/cluster/cluster.ts';
import { college, type CollegeCommand } from '../src/domain/colleges/college.ts';
import type { FeeCommand } from '../src/domain/fees/fee.decide.ts';
import type { FundingCommand } from '../src/domain/funding/funding.ts';
import type { SetFeePolicy } from '../src/domain/fees/fee-policy.ts';
import type { LabelCommand } from '../src/domain/labels/label.decide.ts';
import type { LabelSchemeCommand } from '../src/domain/labels/label-scheme.ts';
import type { RepresentativeCommand } from '../src/domain/representatives/representative.ts';
import { armand, brune, first, second } from './representative-words.ts';
import type { MembershipCommand, Surroundings } from '../src/domain/membership/membership.decide.ts';
import { membershipId } from '../src/domain/membership/membership.ts';
import { organisation, type OrganisationCommand } from '../src/domain/organisation/organisation.ts';
import type { ObjectiveCommand } from '../src/domain/objectives/objective.ts';
import type { SubsidyCommand } from '../src/domain/subsidies/subsidy.decide.ts';
import type { VolunteeringCommand } from '../src/domain/volunteering/volunteering.ts';
import type { ClaimIdentifier } from '../src/domain/identifiers/identifier-claim.ts';
import { around as owed, call, feeOf2016, feeOf2017, policyOf2015, yearOf } from './fee-words.ts';
import {
  leaveUnvalued,
  publish,
  record,
  recordTime,
  remindOfAccounts,
  setRate,
  setRule,
  setYear,
} from './funding-words.ts';
import { measure, setObjective } from './objective-words.ts';
import { addCondition, consent, grant, lapse, meet, otherCondition, refuse, release } from './subsidy-words.ts';
import { receiveReport, remindOf, request, sign, spend, succeed, theCondition } from './subsidy-words.ts';
import * as labels from './label-words.ts';
import { absorption, antennaOfDrome, auvergneTic, axess, esker, fusion, numelink, rhoneAlley } from './facts.ts';

/** Few values, so that commands meet each other often. */
const day = fc.constantFrom('2010-01-01', '2012-06-30', '2015-06-30', '2016-03-31', '2017-03-28');
const name = fc.constantFrom('Numélink', 'Digital League', 'Projet N2');
const operation = fc.constantFrom<string>(absorption, fusion);
const otherCluster = fc.constantFrom<string>(rhoneAlley, auvergneTic);
const figure = fc.record({
  indicator: fc.constant('jobs'),
  value: fc.constantFrom(0, 26_000, null),
  unit: fc.constant('people'),
  on: day,
  source: fc.constantFrom('region', 'press'),
});
const type = <const Name extends string>(value: Name): fc.Arbitrary<Name> => fc.constant(value);
const histories = <Command>(...kinds: readonly fc.Arbitrary<Command>[]): fc.Arbitrary<readonly Command[]> =>
  fc.array(fc.oneof(...kinds), { minLength: 1, maxLength: 14 });

const organisationId = fc.constant<string>(esker);
export const anyOrganisationCommands = histories<OrganisationCommand>(
  fc.record({ type: type('RegisterOrganisation'), organisationId, name, kind: type('company'), since: day }),
  fc.record({ type: type('RenameOrganisation'), organisationId, name, since: day }),
  fc.record({
    type: type('LocateOrganisation'),
    organisationId,
    department: fc.constantFrom('42', '69'),
    since: day,
  }),
  fc.record({ type: type('SetLegalForm'), organisationId, legalForm: fc.constantFrom('5499', '5710'), since: day }),
  fc.record({ type: type('DeclareOrganisationFigure'), organisationId, figure }),
  fc.record({ type: type('CeaseOrganisation'), organisationId, cause: type('closure'), on: day }),
  fc.record({
    type: type('SucceedOrganisation'),
    organisationId,
    continuation: fc.constant({ how: 'absorption', successorIds: [axess], heirId: axess } as const),
    on: day,
  }),
  fc.record({ type: type('RecordDuplicate'), organisationId, pivotId: fc.constant<string>(axess), on: day }),
);

export const anyClaims = histories<ClaimIdentifier>(
  fc.record({
    type: type('ClaimIdentifier'),
    identifier: fc.constant({ scheme: 'siren', value: '331518498' } as const),
    bearer: fc.constantFrom('organisation', 'cluster'),
    bearerId: fc.constantFrom<string>(esker, axess),
  }),
);

const clusterId = fc.constant<string>(numelink);
const nameKind = fc.constantFrom('working', 'code', 'final');
export const anyClusterCommands = histories<ClusterCommand>(
  fc.record({
    type: type('RegisterCluster'),
    clusterId,
    kind: type('cluster'),
    name,
    nameKind,
    seat: fc.constant('Saint-Étienne'),
    departments: fc.constant(['42']),
    since: day,
  }),
  fc.record({
    type: type('NameCluster'),
    clusterId,
    name,
    nameKind,
    since: day,
    embargoUntil: fc.option(day, { nil: undefined }),
  }),
  fc.record({ type: type('DeclareClusterFigure'), clusterId, figure }),
  fc.record({ type: type('FallDormant'), clusterId, on: day, revivedOn: fc.option(day, { nil: undefined }) }),
  fc.record({ type: type('ReviveCluster'), clusterId, on: day }),
  fc.record({
    type: type('AuthoriseOperators'),
    clusterId,
    predecessorId: otherCluster,
    since: day,
    succeededOn: fc.constantFrom(undefined, '2010-01-01', '2016-03-31'),
    revokedOn: fc.option(day, { nil: undefined }),
  }),
  fc.record({ type: type('RevokeOperators'), clusterId, predecessorId: otherCluster, on: day }),
  fc.record({ type: type('DissolveCluster'), clusterId, on: day }),
  fc.record({ type: type('RestoreCluster'), clusterId, operationId: operation, on: day }),
  fc.record({ type: type('AnnulCluster'), clusterId, operationId: operation, on: day }),
  fc.record({
    type: type('SucceedCluster'),
    clusterId,
    operationId: operation,
    successorIds: otherCluster.map((successor) => [successor]),
    on: day,
  }),
);

const antennaId = fc.constant<string>(antennaOfDrome);
const anyCluster = fc.constantFrom<string>(numelink, rhoneAlley);
export const anyAntennaCommands = histories<AntennaCommand>(
  fc.record({
    type: type('OpenAntenna'),
    antennaId,
    clusterId: anyCluster,
    name,
    departments: fc.constant(['26']),
    since: day,
  }),
  fc.record({
    type: type('PassAntenna'),
    antennaId,
    from: anyCluster,
    to: anyCluster,
    operationId: operation,
    annulment: fc.constantFrom(undefined, true as const),
    on: day,
  }),
  fc.record({
    type: type('CloseAntenna'),
    cluster: anyClusterCommands.map((commands) => stateAfter(cluster, commands)),
    antennaId,
    clusterId: anyCluster,
    on: day,
  }),
);

const anyCollege = fc.constantFrom('companies', 'start-ups');
export const anyCollegeCommands = histories<CollegeCommand>(
  fc.record({
    type: type('OpenCollege'),
    clusterId,
    college: anyCollege,
    since: day,
    closedOn: fc.option(day, { nil: undefined }),
    cluster: anyClusterCommands.map((commands) => stateAfter(cluster, commands)),
  }),
  fc.record({ type: type('CloseCollege'), clusterId, college: anyCollege, on: day }),
  fc.record({
    type: type('SetAdmissionPolicy'),
    clusterId,
    college: anyCollege,
    kinds: fc.constantFrom(undefined, ['company' as const], ['school' as const]),
    needsIdentifier: fc.boolean(),
    decidedBy: fc.constantFrom('board', 'assembly'),
    sponsors: fc.constantFrom(undefined, undefined, 1),
    since: day,
    cluster: anyClusterCommands.map((commands) => stateAfter(cluster, commands)),
  }),
);
const colleges = anyCollegeCommands.map((commands) => stateAfter(college, commands));

/** The cluster, its colleges and the organisation as some history leaves them. */
const around: fc.Arbitrary<Surroundings> = fc.record({
  cluster: anyClusterCommands.map((commands) => stateAfter(cluster, commands)),
  colleges,
  organisation: anyOrganisationCommands.map((commands) => stateAfter(organisation, commands)),
});

const ids = {
  membershipId: fc.constant<string>(membershipId(numelink, esker)),
  clusterId,
  organisationId: fc.constant<string>(esker),
};
const about = { membershipId: ids.membershipId, clusterId };
const asked = fc.option(anyCollege, { nil: undefined });
const reason = fc.constantFrom('fees unpaid', 'no digital activity');
const anyEnding = fc.record({ on: fc.constant('2018-06-30'), cause: fc.constant('resignation' as const) });
export const anyMembershipCommands = histories<MembershipCommand>(
  fc.record({ type: type('ApplyForMembership'), in: around, ...ids, college: asked, on: day }),
  fc.record({ type: type('AdmitMember'), in: around, ...ids, college: asked, since: day }),
  fc.record({
    type: type('AdmitMember'),
    in: around,
    ...ids,
    since: day,
    ended: fc.record({ on: day, cause: fc.constant('resignation' as const) }),
  }),
  fc.record({ type: type('RefuseApplication'), ...about, colleges, reason, on: day }),
  fc.record({ type: type('AcceptApplication'), in: around, ...about, college: asked, since: day }),
  fc.record({
    type: type('EndMembership'),
    ...about,
    cause: fc.constantFrom('resignation', 'exclusion', 'renunciation', 'cessation'),
    procedure: fc.constant({ grievances: 'Propos', heardOn: '2010-01-01' }),
    on: day,
  }),
  fc.record({
    type: type('SucceedMembership'),
    ...ids,
    operationId: operation,
    successorClusterId: fc.constant<string>(auvergneTic),
    successorMembershipId: fc.constant<string>(membershipId(auvergneTic, esker)),
    /** With the end of its cluster, or with a branch of one that goes on. */
    clusterStays: fc.constantFrom(undefined, true as const),
    on: day,
  }),
  fc.record({
    type: type('RestoreMembership'),
    ...ids,
    operationId: operation,
    since: fc.option(day, { nil: undefined }),
    ending: fc.option(anyEnding, { nil: undefined }),
  }),
  fc.record({ type: type('KeepMembership'), ...about, operationId: operation }),
  fc.record({
    type: type('ReceiveTransfers'),
    ...ids,
    operationId: operation,
    transfers: fc.uniqueArray(
      fc.record({
        origin: otherCluster.map((from) => ({
          clusterId: from,
          membershipId: membershipId(from, esker),
          memberSince: '2009-01-01',
        })),
        spans: fc.record({ since: day, ending: fc.option(anyEnding, { nil: undefined }) }).map((span) => [span]),
      }),
      { selector: ({ origin }) => origin.clusterId, maxLength: 2 },
    ),
    accession: fc.option(fc.record({ on: day }), { nil: undefined }),
  }),
);

const designationId = fc.constantFrom<string>(first, second);
const anyEndOfPerson = fc.record({ on: day, cause: fc.constantFrom('change-of-job' as const, 'death' as const) });
export const anyRepresentativeCommands = histories<RepresentativeCommand>(
  fc.record({
    type: type('DesignateRepresentative'),
    membershipId: ids.membershipId,
    designationId,
    person: fc.constantFrom(armand, brune),
    role: fc.constantFrom('titular', 'substitute'),
    rank: fc.constantFrom(undefined, 1, 2),
    ended: fc.option(anyEndOfPerson, { nil: undefined }),
    since: day,
    membership: fc.constant(owed.membership),
  }),
  fc.record({
    type: type('EndRepresentative'),
    designationId,
    cause: type('change-of-job'),
    on: day,
    membership: fc.constant(owed.membership),
  }),
);

const graceDays = fc.constantFrom(0, 60);
export const anyFeePolicies = histories<SetFeePolicy>(
  fc
    .record({ clusterId, graceDays, since: day, cluster: around.map((each) => each.cluster) })
    .map((drawn): SetFeePolicy => ({ ...policyOf2015, ...drawn, type: 'SetFeePolicy' })),
);

const feeId = fc.constantFrom<string>(feeOf2016, feeOf2017);
const amountCents = fc.constantFrom(10_000, 20_000, 30_000);
const onFee = { membershipId: ids.membershipId, feeId, on: day };
const anyCall = fc
  .record({
    on: day,
    feeId,
    amountCents: fc.option(amountCents, { nil: undefined }),
    period: fc.constantFrom(undefined, yearOf(2016), yearOf(2017), { since: '2016-07-01', until: '2017-07-01' }),
    in: fc.constant(owed),
  })
  .map(({ on, ...more }) => call(on, more));
export const anyFeeCommands = histories<FeeCommand>(
  anyCall,
  fc.record({ type: type('PayFee'), ...onFee, amountCents }),
  fc.record({ type: type('RemitFee'), ...onFee, amountCents, reason }),
  fc.record({ type: type('RecordReminder'), ...onFee, nth: fc.constantFrom(1, 2) }),
);

const source = fc.constantFrom('Lyon', 'Esker');
export const anyFundingCommands = histories<FundingCommand>(
  fc.tuple(fc.constantFrom(2015, 2016), day, day).map(([year, since, until]) => setYear(year, since, until)),
  fc.tuple(day, fc.constantFrom([], undefined)).map(([since, bounds]) => setRule(since, bounds)),
  fc.tuple(fc.constantFrom(2015, 2016), day).map(([year, on]) => publish(year, on)),
  fc.tuple(fc.constantFrom(2015, 2016), day).map(([year, on]) => remindOfAccounts(year, on, 1)),
  fc.tuple(day, amountCents, source).map(([on, cents, from]) => record(on, cents, { source: from })),
);

export const anyVolunteeringCommands = histories<VolunteeringCommand>(
  fc.tuple(day, fc.constantFrom(1_188, 2_000)).map(([since, cents]) => setRate(since, cents)),
  fc.tuple(day, reason).map(([since, why]) => leaveUnvalued(since, why)),
  fc.tuple(day, day).map(([since, on]) => recordTime(on, 90, { since })),
);

const cents = fc.constantFrom(null, 1_000_000, 4_000_000);
const condition = fc.constantFrom(theCondition, otherCondition);
const onSuccession = fc.constantFrom('passes' as const, 'needs-consent' as const, 'lapses' as const);
export const anySubsidyCommands = histories<SubsidyCommand>(
  fc.tuple(day, onSuccession).map(([on, policy]) => request(on, { onSuccession: policy })),
  fc.tuple(day, cents).map(([on, amount]) => grant(on, amount)),
  fc.tuple(day, condition).map(([on, id]) => addCondition(on, id)),
  fc.tuple(day, condition).map(([on, id]) => meet(on, id)),
  fc.tuple(day, fc.constantFrom(1_000_000, 2_000_000)).map(([on, amount]) => spend(on, amount)),
  day.map(release),
  fc.oneof(
    day.map(sign),
    day.map((on) => receiveReport(on)),
    day.map((on) => remindOf(on, 1)),
  ),
  fc.oneof(
    day.map((on) => refuse(on)),
    day.map((on) => lapse(on)),
  ),
  fc.oneof(day.map(succeed), day.map(consent)),
);

const agreementId = fc.constant<string>(feeOf2016);
const party = fc.constantFrom<string>(numelink, rhoneAlley);
export const anyAgreementCommands = histories<AgreementCommand>(
  fc.record({
    ...{
      type: type('DrawUpAgreement'),
      agreementId,
      clusterId: party,
      since: day,
      until: fc.option(day, { nil: undefined }),
    },
    ...{ kind: fc.constantFrom('partnership', 'reciprocity'), parties: fc.constant([numelink, rhoneAlley]) },
    ...{ services: fc.constant([]), in: fc.tuple(around, around).map((each) => each.map((some) => some.cluster)) },
  }),
  fc.record({ type: type('SignAgreement'), agreementId, clusterId: party, on: day }),
  fc.record({ type: type('LeaveAgreement'), agreementId, clusterId: party, on: day }),
);

const validityMonths = fc.constantFrom(12, 24);
export const anyLabelSchemes = histories<LabelSchemeCommand>(
  fc.tuple(day, validityMonths).map(([on, months]) => labels.create(on, { validityMonths: months })),
  fc.tuple(day, validityMonths).map(([on, months]) => labels.set(on, { validityMonths: months })),
  day.map(labels.withdrawScheme),
);

const until = fc.option(day, { nil: undefined });
export const anyLabelCommands = histories<LabelCommand>(
  fc.tuple(day, until).map(([on, last]) => labels.award(on, { until: last })),
  fc.tuple(day, until).map(([on, last]) => labels.renew(on, { until: last })),
  fc
    .tuple(otherCluster, fc.boolean(), day)
    .map(([predecessor, granted, on]) => labels.consent(predecessor, granted, on)),
  ...[labels.suspend, labels.resume, labels.withdraw, labels.end].map((state) => day.map(state)),
);

export const anyObjectiveCommands = histories<ObjectiveCommand>(
  fc.tuple(day, fc.constantFrom(80_000, '80.5')).map(([on, target]) => setObjective(on, { target })),
  fc.tuple(day, fc.constantFrom(50_000, '12.5')).map(([on, value]) => measure(on, value)),
);

function stateAfter<C, S, E, R>(decider: Decider<C, S, E, R>, commands: readonly C[]): S {
  return commands.reduce((state, command) => {
    const decision = decider.decide(command, state);
    return decision.ok ? fold(decider, decision.events, state) : state;
  }, decider.initial);
}
