import { createHash } from 'node:crypto';
import { calendarDate, derivedId, instant, streamName, type Uuid } from '#libs/kernel';
import type { TestApplication } from '#libs/nest-kit/testing';
import { membershipId } from '../../../apps/membership/src/domain/membership/membership.ts';
import { applicationIdOf } from '../../../apps/incubation/src/domain/selection/selection.decide.ts';
import { labelId } from '../../../apps/membership/src/domain/labels/label.ts';
import { EQUAL_UNITS, equalSeats } from '../../support/seat-question.ts';
import { clauses, LONG_AGO } from './attempted-merger.ts';

/** Everything that a cluster has, by its kind. */
export type Belongings = Readonly<Record<Belonging, Uuid>>;
const BELONGINGS = [
  ...(['cluster', 'organisation', 'antenna', 'body', 'office', 'mandate', 'person', 'role', 'meeting'] as const),
  ...([
    'resolution',
    'incubator',
    'partner',
    'operation',
    'condition',
    'newcomer',
    'roll',
    'election',
    'candidacy',
    'seatPlan',
    'subsidy',
    'objective',
    'community',
    'gathering',
    'series',
    'edition',
    'calendarLink',
    'registration',
    'programme',
    'introduction',
    'call',
    'new',
  ] as const),
];
type Belonging = (typeof BELONGINGS)[number];

export function belongingsOf(name: string): Belongings {
  return Object.fromEntries(BELONGINGS.map((kind) => [kind, derivedId('two-clusters', name, kind)])) as Belongings;
}

export const membershipOf = ({ cluster, organisation }: Belongings): Uuid => membershipId(cluster, organisation);

type Sent = readonly [path: string, body: object];

/** What an operator does with communities of its cluster. */
function communitiesOf(own: Belongings): readonly Sent[] {
  const { cluster: clusterId, antenna: antennaId, newcomer, organisation: organisationId } = own;
  const about = `events/communities/${own.community}`;
  const contact = { personId: own.person, name: 'Somebody' };
  return [
    ['events/communities', { id: own.new, kind: 'community', name: 'New', clusterId, antennaId }],
    [`${about}/rename`, { name: 'Renamed' }],
    [`${about}/join`, { organisationId: newcomer }],
    [`${about}/name-contact`, { organisationId, contact }],
    [`${about}/record-meeting`, { organisationIds: [organisationId] }],
    [`${about}/record-output`, { title: 'x' }],
    [`${about}/leave`, { organisationId }],
    [`${about}/close`, {}],
    [`${about}/reopen`, {}],
    ['events/introductions', { id: own.new, clusterId, organisationIds: [organisationId, newcomer], purpose: 'x' }],
    ...programmesOf(own),
  ];
}

/** What an operator does with programmes that its cluster leads. */
function programmesOf(own: Belongings): readonly Sent[] {
  const about = `events/programmes/${own.programme}`;
  const funder = { role: 'funder', party: { kind: 'organisation', id: own.organisation } };
  return [
    ['events/programmes', { id: own.new, name: 'New', theme: 'x', leadId: own.cluster }],
    [`${about}/take-part`, funder],
    [`${about}/end-part`, funder],
    [`${about}/change-lead`, { leadId: own.cluster }],
    [`${about}/end`, {}],
  ];
}

/** A gathering that a cluster organises. */
export function gatheringOf(clusterId: string): object {
  return {
    ...{ clusterId, title: 'A gathering', format: 'conference', organiser: { kind: 'cluster', id: clusterId } },
    place: { name: 'Lyon', zone: 'Europe/Paris' },
    ...{ schedule: { from: '2010-03-01', to: '2010-03-01' }, audience: ['member'] },
  };
}

/** A call that a cluster runs and that is open, with its id or a new one. */
export function callOf({ cluster, incubator }: Belongings): object {
  const exact = { numerator: 1, denominator: 1 };
  return {
    ...{ clusterId: cluster, incubatorId: incubator, title: 'A call', zone: 'Europe/Paris', places: 1, ties: 'lots' },
    ...{ opens: '2010-01-01T00:00', closes: '2100-01-01' },
    rubric: [{ criterion: 'x', maximum: exact, weight: exact }],
  };
}

/** What an operator does with a call that its cluster runs. */
function callsOf(own: Belongings): readonly Sent[] {
  const [about, selection] = [`incubation/calls/${own.call}`, `incubation/selections/${own.call}`];
  const contact = { personId: own.person, name: 'Somebody' };
  const applicationId = applicationIdOf(own.call, own.organisation);
  const of = { kind: 'organisation', id: own.newcomer };
  const ofReviewer = { applicationId, reviewerId: own.new };
  const scores = [{ criterion: 'x', points: { numerator: 1, denominator: 2 } }];
  return [
    ['incubation/calls', { id: own.new, ...callOf(own) }],
    [`${about}/move-closing`, { closes: '2101-01-01', reason: 'x' }],
    [`${selection}/apply`, { organisationId: own.newcomer, title: 'x', contact }],
    [`${selection}/change-application`, { applicationId, title: 'y', contact }],
    [`${selection}/invite-late`, { organisationId: own.organisation, allowedBy: contact, reason: 'x' }],
    [`${selection}/assign-reviewer`, { applicationId, reviewer: { ...contact, personId: own.new }, of }],
    [`${selection}/record-review`, { ...ofReviewer, scores }],
    [`${selection}/declare-conflict`, { ...ofReviewer, reason: 'x' }],
    [`${selection}/decide-tie`, { by: 'lots', applicationIds: [applicationId, own.new], reason: 'x' }],
    [`${selection}/publish-results`, {}],
    [`${selection}/withdraw-application`, { applicationId }],
    [`${about}/decline-place`, { applicationId }],
    [`${about}/cancel`, { reason: 'x' }],
  ];
}

/** What an operator does with gatherings of its cluster. */
function gatheringsOf(own: Belongings): readonly Sent[] {
  const about = `events/gatherings/${own.gathering}`;
  return [
    ['events/gatherings', { id: own.new, ...gatheringOf(own.cluster) }],
    [`${about}/postpone`, {}],
    [`${about}/postpone`, { schedule: { from: '2010-04-01', to: '2010-04-01' } }],
    ...registrationsOf(own),
    [`${about}/cancel`, { reason: 'x' }],
    ...seriesOf(own),
    ['events/calendar-links', { id: own.new, ...linkOf(own.cluster, own.organisation) }],
    [`events/calendar-links/${own.calendarLink}/revoke`, {}],
  ];
}

/** Of the private link to the calendar of a cluster. */
export const LINK_SECRET = 'secret-of-a-link-to-a-calendar-0123456789';
const secretHash = createHash('sha256').update(LINK_SECRET).digest('hex');

export function linkOf(clusterId: string, organisationId: string): object {
  return { clusterId, organisationId, secretHash };
}

export function seriesBody(clusterId: string): object {
  return { clusterId, name: 'A series', format: 'conference', organiser: { kind: 'cluster', id: clusterId } };
}

/** What an operator does with series of its cluster. */
function seriesOf(own: Belongings): readonly Sent[] {
  const [about, { edition: editionId, gathering: gatheringId }] = [`events/series/${own.series}`, own];
  const dates = { title: 'x', place: { name: 'Lyon', zone: 'Europe/Paris' }, audience: ['member'], dates: 2 };
  return [
    ['events/series', { id: own.new, ...seriesBody(own.cluster) }],
    [`${about}/rename`, { name: 'Renamed' }],
    [`${about}/plan-edition`, { editionId: own.new, year: 2011 }],
    [`${about}/place-gathering`, { editionId, gatheringId }],
    [`${about}/move-edition`, { editionId, year: 2012 }],
    [`${about}/drop-edition`, { editionId, reason: 'x' }],
    [
      `${about}/plan-recurrence`,
      { recurrenceId: own.new, ...dates, everyWeeks: 1, schedule: { from: '2010-03-01', to: '2010-03-01' } },
    ],
  ];
}

/** What an operator does with the seats of a gathering of its cluster. */
function registrationsOf(own: Belongings): readonly Sent[] {
  const about = `events/registrations/${own.gathering}`;
  const person = { personId: own.new, name: 'A speaker' };
  const { registration: registrationId } = own;
  return [
    [`${about}/decide-seats`, { seats: 3, party: 2 }],
    [`${about}/register`, { registrationId: own.new, person, role: 'speaker', seats: 2, exception: 'x' }],
    [`${about}/name-party`, { registrationId: own.new, persons: [{ personId: own.person, name: 'Beside' }] }],
    [`${about}/change`, { registrationId: own.new, role: 'host', exception: 'x' }],
    [`${about}/seat`, { registrationId, exception: 'x' }],
    [`${about}/record-attendance`, { registrationId: own.new, present: null }],
    [`${about}/cancel`, { registrationId }],
    [`${about}/reinstate`, { registrationId, reason: 'x' }],
    [`${about}/accept-offer`, { registrationId }],
    [`${about}/decline-offer`, { registrationId }],
    [`${about}/void`, { registrationId: own.new, reason: 'x' }],
  ];
}

const aim = { indicator: 'jobs', unit: 'jobs', baseline: null, target: 2, dueOn: '2200-01-01' };

/** What makes a cluster of these ids, with one of everything. */
function founding(own: Belongings): readonly Sent[] {
  const { cluster: clusterId, organisation: organisationId, body: bodyId, office, person: personId } = own;
  const person = { personId, name: `President of ${clusterId}` };
  return [
    ['membership/clusters', { id: clusterId, name: clusterId, seat: 'Lyon' }],
    ['membership/organisations', { id: organisationId, name: 'A member', kind: 'company' }],
    ['membership/organisations', { id: own.newcomer, name: 'No member', kind: 'company' }],
    ['membership/memberships', { clusterId, organisationId }],
    ['membership/antennas', { id: own.antenna, clusterId, name: 'Antenna' }],
    ['membership/objectives', { id: own.objective, clusterId, ...aim }],
    [
      'membership/subsidies',
      { id: own.subsidy, clusterId, granterId: own.newcomer, amountCents: null, purpose: 'x', year: 2010 },
    ],
    [`governance/statutes/${clusterId}/adopt`, { clauses }],
    ['governance/bodies', { id: bodyId, clusterId, kind: 'board', name: 'Board', size: 12 }],
    ['governance/offices', { id: office, bodyId, kind: 'president', title: 'President' }],
    [`governance/offices/${office}/start-mandate`, { mandateId: own.mandate, person, how: 'elected' }],
    ['governance/roles', { id: own.role, clusterId, title: 'Director', person }],
    ['governance/rolls', { id: own.roll, bodyId, voters: [{ voterIds: [own.organisation, own.newcomer] }] }],
    ['governance/seat-plans', { id: own.seatPlan, ...equalSeats(bodyId, 12) }],
    ['governance/meetings', { id: own.meeting, bodyId, scheduledFor: '2010-01-01', agenda: ['x'] }],
    ['governance/resolutions', { id: own.resolution, meetingId: own.meeting, clause: 'ordinary', subject: 'x' }],
    ['governance/elections', { id: own.election, bodyId, officeId: office, meetingId: own.meeting }],
    [
      `governance/elections/${own.election}/file-candidacy`,
      { candidacyId: own.candidacy, candidates: [{ person, organisationId }] },
    ],
    ['events/communities', { id: own.community, kind: 'community', name: 'Community', clusterId }],
    ['events/programmes', { id: own.programme, name: 'Programme', theme: 'x', leadId: clusterId }],
    [
      'events/introductions',
      { id: own.introduction, clusterId, organisationIds: [organisationId, own.newcomer], purpose: 'x' },
    ],
    [`events/communities/${own.community}/join`, { organisationId }],
    ['events/gatherings', { id: own.gathering, ...gatheringOf(clusterId) }],
    [`events/gatherings/${own.gathering}/announce`, {}],
    ['events/series', { id: own.series, ...seriesBody(clusterId) }],
    ['events/calendar-links', { id: own.calendarLink, ...linkOf(clusterId, organisationId) }],
    [`events/series/${own.series}/plan-edition`, { editionId: own.edition, year: 2010 }],
    [`events/registrations/${own.gathering}/decide-seats`, { seats: 2, party: 2 }],
    [
      `events/registrations/${own.gathering}/register`,
      { registrationId: own.registration, person, organisationId, exception: 'x' },
    ],
    ['incubation/incubators', { id: own.incubator, name: 'Incubator', site: 'Lyon' }],
    [
      'incubation/partners',
      {
        ...{ id: own.partner, incubatorId: own.incubator, class: 'sector-body' },
        holder: { kind: 'cluster', id: clusterId },
      },
    ],
    ['incubation/calls', { id: own.call, ...callOf(own) }],
    [`incubation/selections/${own.call}/apply`, { organisationId, title: 'x', contact: person }],
  ];
}

export async function establish(app: TestApplication, own: Belongings): Promise<void> {
  for (const [path, body] of founding(own)) {
    const answer = await app.post(path, { effectiveAt: LONG_AGO, ...body });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  }
}

/** Records that the operators of another cluster may act for this one, as if it were a predecessor of long ago. */
export async function authorise(
  app: TestApplication,
  { cluster: clusterId }: Belongings,
  { cluster: predecessorId, new: id }: Belongings,
  since: string,
): Promise<void> {
  const metadata = {
    recordedAt: instant(`${since}T09:00:00Z`),
    effectiveAt: calendarDate(since),
    actor: { id: 'test-admin' },
    correlationId: id,
    visibility: { kind: 'public' },
  } as const;
  await app.store.append(streamName('membership', 'cluster', clusterId), 'any', [
    {
      id,
      type: 'membership.ClusterOperatorsAuthorised',
      schemaVersion: 1,
      data: { clusterId, predecessorId, since },
      metadata,
    },
  ]);
}

/** Commands that an operator of the cluster may send, one of each row that has an id of something else in its path or its body. */
export function commandsOf(own: Belongings, partner: Belongings): readonly Sent[] {
  const { cluster: clusterId, organisation: organisationId, body: bodyId } = own;
  const person = { personId: own.person, name: 'Somebody' };
  const tally = { members: 10, present: 5, represented: 0, for: 5, against: 0, abstentions: 0 };
  const about = `membership/memberships/${membershipOf(own)}`;
  const application = `membership/applications/${membershipId(clusterId, own.newcomer)}`;
  return [
    [`membership/clusters/${clusterId}/name`, { name: 'Renamed' }],
    [`membership/clusters/${clusterId}/move`, { seat: 'Roanne' }],
    [`membership/clusters/${clusterId}/fall-dormant`, {}],
    [`membership/clusters/${clusterId}/revive`, {}],
    [`membership/organisations/${organisationId}/rename`, { clusterId, name: 'Hijacked' }],
    ['membership/organisations', { id: own.new, clusterId, name: 'New', kind: 'company' }],
    ['membership/antennas', { id: own.new, clusterId, name: 'New' }],
    [`membership/antennas/${own.antenna}/close`, { clusterId }],
    ['membership/memberships', { clusterId, organisationId: own.newcomer, antennaId: own.antenna }],
    ['membership/applications', { clusterId, organisationId: own.newcomer, antennaId: own.antenna }],
    [`${application}/admit`, { clusterId, antennaId: own.antenna }],
    [`${application}/refuse`, { clusterId, reason: 'x' }],
    [`membership/organisations/${organisationId}/locate`, { clusterId, department: '69' }],
    [`membership/organisations/${organisationId}/set-legal-form`, { clusterId, legalForm: '5710' }],
    [`membership/colleges/${clusterId}/open`, { college: 'companies' }],
    [`membership/colleges/${clusterId}/set-admission-policy`, { college: 'companies', decidedBy: 'board' }],
    [`membership/colleges/${clusterId}/close`, { college: 'companies' }],
    [`membership/fee-policies/${clusterId}/set`, feePolicy],
    ...feesOf(own),
    [`membership/representatives/${membershipOf(own)}/designate`, { person }],
    [`membership/representatives/${membershipOf(own)}/end`, { designationId: own.new, cause: 'replacement' }],
    ...fundingOf(own),
    ...subsidiesOf(own),
    ...labelsOf(own),
    ...agreementsOf(own, partner),
    ['membership/objectives', { id: own.new, clusterId, ...aim }],
    [`membership/objectives/${own.objective}/measure`, { value: 1, source: 'x' }],
    [`${about}/end`, { clusterId, cause: 'resignation' }],
    ['governance/bodies', { id: own.new, clusterId, kind: 'board', name: 'New' }],
    [`governance/bodies/${bodyId}/rename`, { name: 'Renamed' }],
    [`governance/bodies/${bodyId}/resize`, { size: 1, reserved: { seats: 1, forClusterId: clusterId } }],
    [`governance/bodies/${bodyId}/constrain`, { constraintId: own.new, rule: capOf(own) }],
    [`governance/bodies/${bodyId}/lift-constraint`, { constraintId: own.new }],
    [`governance/bodies/${bodyId}/abolish`, {}],
    ['governance/offices', { id: own.new, bodyId, kind: 'president', title: 'New' }],
    [`governance/offices/${own.office}/set-max-holders`, { maxHolders: 9 }],
    [
      `governance/offices/${own.office}/start-mandate`,
      { mandateId: own.new, person, how: 'elected', organisationId, tiedToClusterId: clusterId, follows: own.mandate },
    ],
    ...actsUnder(own),
    [`governance/offices/${own.office}/end-mandate`, { mandateId: own.mandate, cause: 'resignation' }],
    ['governance/roles', { id: own.new, clusterId, title: 'New', person }],
    [`governance/roles/${own.role}/end`, {}],
    [`governance/statutes/${clusterId}/adopt`, { clauses }],
    ['governance/meetings', { id: own.new, bodyId, scheduledFor: '2020-01-01', agenda: ['x'] }],
    ['governance/rolls', { id: own.new, bodyId, voters: [{ voterIds: [organisationId] }] }],
    ['governance/seat-plans', { id: own.new, ...equalSeats(bodyId, 12) }],
    [`governance/seat-plans/${own.seatPlan}/draw-lots`, { drawn: EQUAL_UNITS, witness: person }],
    [`governance/rolls/${own.roll}/amend`, { voters: [{ voterIds: [organisationId] }], reason: 'x' }],
    [`governance/meetings/${own.meeting}/open-sheet`, { rollId: own.roll }],
    [`governance/meetings/${own.meeting}/arrive`, { voterIds: [organisationId], at: '18:00' }],
    [`governance/meetings/${own.meeting}/leave`, { voterIds: [organisationId], at: '19:00' }],
    [
      `governance/meetings/${own.meeting}/give-proxies`,
      { proxies: [{ principalId: organisationId, holderId: own.newcomer }] },
    ],
    [`governance/meetings/${own.meeting}/withdraw-proxies`, { voterIds: [organisationId], at: '18:00' }],
    [`governance/meetings/${own.meeting}/hold`, { members: 10, present: 5, represented: 0 }],
    ['governance/resolutions', { id: own.new, meetingId: own.meeting, clause: 'ordinary', subject: 'x' }],
    [`governance/resolutions/${own.resolution}/record-tally`, { tally }],
    ...declarationsOf(own),
    ...electionsOf(own),
    ...interestsOf(own),
    [
      'incubation/partners',
      { id: own.new, incubatorId: own.incubator, class: 'sector-body', holder: { kind: 'cluster', id: clusterId } },
    ],
    [`incubation/partners/${own.partner}/leave`, {}],
    ...communitiesOf(own),
    ...gatheringsOf(own),
    ...callsOf(own),
    ...mergers(own, partner),
  ];
}

const feePolicy = { amounts: [{ amountCents: 20_000 }], period: 'calendar-year', graceDays: 30, dueAfterDays: 30 };

/** At most nine seats for two companies that count as one. */
function capOf(own: Belongings): object {
  return { kind: 'cap', most: 9, groups: [[own.organisation, own.newcomer]] };
}

function actsUnder(own: Belongings): readonly Sent[] {
  const [about, { mandate: mandateId, organisation: organisationId }] = [`governance/offices/${own.office}`, own];
  return [
    [`${about}/extend-mandate`, { mandateId, limit: '2199-01-01', decision: 'x', resolutionId: own.resolution }],
    [`${about}/move-holder`, { mandateId, organisationId }],
    [`${about}/start-representation`, { representationId: own.new, mandateId, where: 'x', organisationId }],
    [`${about}/end-representation`, { representationId: own.new }],
  ];
}

function declarationsOf({ cluster, mandate: mandateId, new: declarationId }: Belongings): readonly Sent[] {
  const about = `governance/declarations/${cluster}`;
  return [
    [`${about}/file`, { declarationId, changes: [{ kind: 'mandate', mandateId }] }],
    [`${about}/record-receipt`, { declarationId }],
    [`${about}/record-refusal`, { declarationId, reason: 'x' }],
  ];
}

function electionsOf(own: Belongings): readonly Sent[] {
  const { election, meeting: meetingId, candidacy: candidacyId, organisation: organisationId } = own;
  const about = `governance/elections/${election}`;
  const candidates = [{ person: { personId: own.person, name: 'Somebody' }, organisationId }];
  const votes = [{ candidacyId, votes: 5 }];
  const tally = { members: 10, present: 5, represented: 0, ballots: 5, votes };
  return [
    ['governance/elections', { id: own.new, bodyId: own.body, officeId: own.office, meetingId }],
    [`${about}/file-candidacy`, { candidacyId: own.new, candidates }],
    [`${about}/withdraw-candidacy`, { candidacyId }],
    [`${about}/record-tally`, { tally, meetingId }],
    [`${about}/resolve-tie`, { by: 'lot', elected: [candidacyId] }],
    [`${about}/take-office`, { follows: [{ personId: own.person, mandateId: own.mandate }] }],
    [
      `governance/offices/${own.office}/start-mandate`,
      { mandateId: own.new, person: candidates[0]?.person, how: 'elected', electionId: election },
    ],
  ];
}

function interestsOf(own: Belongings): readonly Sent[] {
  const [about, organisation] = [`governance/interests/${own.cluster}`, { organisationId: own.organisation }];
  const person = { personId: own.person, name: 'Somebody' };
  return [
    [`${about}/declare`, { interestId: own.new, person, organisation, nature: 'partner' }],
    [`${about}/end`, { interestId: own.new }],
    [`${about}/report-agreement`, { agreementId: own.new, party: organisation, concerned: [person], subject: 'x' }],
    [`${about}/decide-agreement`, { agreementId: own.new, resolutionId: own.resolution, abstainedIds: [own.person] }],
  ];
}

function feesOf(own: Belongings): readonly Sent[] {
  const [about, feeId] = [`membership/fees/${membershipOf(own)}`, own.new];
  return [
    [`${about}/call`, {}],
    [`${about}/pay`, { feeId, amountCents: 1 }],
    [`${about}/remit`, { feeId, amountCents: 1, reason: 'x' }],
    [`${about}/record-reminder`, { feeId, nth: 1 }],
  ];
}

function fundingOf({ cluster }: Belongings): readonly Sent[] {
  const [funding, volunteering] = [`membership/funding/${cluster}`, `membership/volunteering/${cluster}`];
  return [
    [`${funding}/set-year`, { year: 2016, until: '2200-01-01' }],
    [`${funding}/set-rule`, { bounds: [] }],
    [`${funding}/record`, { resource: 'fees', amountCents: 1, source: 'x' }],
    [`${funding}/publish-accounts`, { year: 2010 }],
    [`${funding}/record-reminder`, { year: 2010, nth: 1 }],
    [`${volunteering}/set-rate`, { centsPerHour: 1, basis: 'x' }],
    [`${volunteering}/leave-unvalued`, { reason: 'x' }],
    [`${volunteering}/record-time`, { activity: 'x', volunteers: 1, minutes: 1 }],
  ];
}

function subsidiesOf(own: Belongings): readonly Sent[] {
  const asked = { clusterId: own.cluster, granterId: own.newcomer, amountCents: null, purpose: 'x', year: 2010 };
  const about = `membership/subsidies/${own.subsidy}`;
  return [
    ['membership/subsidies', { id: own.new, ...asked }],
    [`${about}/grant`, { amountCents: null }],
    [`${about}/sign-convention`, {}],
    [`${about}/add-condition`, { condition: 'x' }],
    [`${about}/meet-condition`, { conditionId: own.new }],
    [`${about}/release`, {}],
    [`${about}/spend`, { amountCents: 1, use: 'x' }],
    [`${about}/receive-report`, {}],
    [`${about}/record-reminder`, { obligation: 'financial-report', nth: 1 }],
    [`${about}/refuse`, {}],
    [`${about}/lapse`, { reason: 'x' }],
    [`${about}/consent`, {}],
  ];
}

function agreementsOf({ cluster: clusterId, new: id }: Belongings, partner: Belongings): readonly Sent[] {
  const services = [{ service: 'x', modality: 'same-price' }];
  return [
    ['membership/agreements', { id, clusterId, kind: 'reciprocity', parties: [clusterId, partner.cluster], services }],
    [`membership/agreements/${id}/sign`, { clusterId }],
    [`membership/agreements/${id}/leave`, { clusterId }],
  ];
}

const label = { name: 'New', onHolderSuccession: { policy: 'lapse' } };

function labelsOf(own: Belongings): readonly Sent[] {
  const { cluster: clusterId, new: schemeId, organisation } = own;
  const [scheme, about] = [
    `membership/label-schemes/${schemeId}`,
    `membership/labels/${labelId(schemeId, organisation)}`,
  ];
  return [
    ['membership/label-schemes', { id: schemeId, issuerId: clusterId, ...label }],
    [`${scheme}/set`, { ...label, name: 'Newer' }],
    ['membership/labels', { schemeId, holder: { kind: 'organisation', id: organisation } }],
    [`${about}/renew`, { until: '2099-01-01' }],
    [`${about}/suspend`, { reason: 'x' }],
    [`${about}/resume`, {}],
    [`${about}/decide-consent`, { predecessorId: organisation, granted: true }],
    [`${about}/withdraw`, { reason: 'x' }],
    [`${about}/end`, {}],
    [`${scheme}/withdraw`, {}],
  ];
}

function mergers(own: Belongings, partner: Belongings): readonly Sent[] {
  const { cluster: clusterId, operation } = own;
  const act = (verb: string, body: object): Sent => [`mergers/operations/${operation}/${verb}`, body];
  const participants = [
    { clusterId, role: 'absorbing' },
    { clusterId: partner.cluster, role: 'absorbed' },
  ];
  return [
    ['mergers/operations', { id: operation, kind: 'fusion-absorption', title: 'x', participants }],
    act('draft-plan', { plan: planOf(own, partner) }),
    act('log-position', { by: 'x', statement: 'y' }),
    act('adopt-plan', { clusterId, planHash: 'a'.repeat(64) }),
    act('schedule-assembly', { clusterId, scheduledFor: '2020-01-01' }),
    act('publish-notice', { clusterId, where: 'x' }),
    act('record-condition', { conditionId: own.condition, status: 'fulfilled' }),
    act('postpone', { reason: 'x' }),
    act('lapse', {}),
    act('withdraw', { reason: 'x' }),
    act('take-effect', {}),
    ['mergers/dry-runs', { id: own.new, operationId: operation }],
  ];
}

function planOf(own: Belongings, partner: Belongings): object {
  const holder = {
    ...{ mandateId: own.mandate, person: { personId: own.person, name: 'Somebody' } },
    ...{ organisationId: own.organisation, tiedToClusterId: partner.cluster },
  };
  const office = { officeId: own.office, kind: 'president', title: 'President', maxHolders: 1, holders: [holder] };
  return {
    motives: 'x',
    successor: { clusterId: own.cluster, name: 'OWNED', nameKind: 'final', seat: 'Lyon', departments: [] },
    newAntennas: [{ antennaId: own.new, name: 'x', departments: [], originClusterId: partner.cluster }],
    antennaMapping: [{ fromClusterId: partner.cluster, fromAntennaId: partner.antenna, toAntennaId: own.antenna }],
    transitionalGovernance: {
      bodies: [{ bodyId: own.body, kind: 'board', name: 'Board', size: 1, offices: [office] }],
    },
    conditions: [{ conditionId: own.condition, description: 'x', blocking: true }],
    contributionsEuros: null,
    openPoints: [],
  };
}
