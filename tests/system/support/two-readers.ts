import { createHash } from 'node:crypto';
import { derivedId } from '#libs/kernel';
import type { TestApplication } from '#libs/nest-kit/testing';
import { authorise, belongingsOf, establish, membershipOf } from '../../contexts/support/two-clusters.ts';
import { LONG_AGO } from '../../contexts/support/attempted-merger.ts';
import { labelId } from '../../../apps/membership/src/domain/labels/label.ts';
import { membershipId } from '../../../apps/membership/src/domain/membership/membership.ts';

export { LINK_SECRET } from '../../contexts/support/two-clusters.ts';

/** Two clusters that merge, and a third one that has to do with neither. */
export const [own, partner, other] = [belongingsOf('read'), belongingsOf('read-partner'), belongingsOf('read-other')];
/** Has the id of an operation of the same two clusters that was published. */
export const published = belongingsOf('read-published');
/** A predecessor of the first one, whose operators may act for it. */
export const authorised = belongingsOf('read-predecessor');

/** What stands in answers for some readers only: each text is found nowhere else. */
export const SECRETS = {
  siren: '552100554',
  figure: 'Source of the figure of a company',
  application: membershipId(own.cluster, own.newcomer),
  attendance: '"members":7919',
  fee: 'Reference of a payment',
  representative: 'Representative of a member',
  funding: 'Source of money of a cluster',
  activity: 'Work of the volunteers of a cluster',
  subsidy: 'Use of a subsidy',
  declaration: 'Remark on a declaration',
  interest: 'Interest of a director',
  title: 'Title of what is not published',
  motives: 'Motives of the draft',
  position: 'Statement before the plan',
  privatePlan: 'Motives of a published plan that is private until its day',
  talk: 'Statement under embargo',
  embargoed: 'Name under embargo',
  /** The key of a person of the first cluster, as the key ring of tests draws it. */
  key: createHash('sha256').update(`${own.person}/1`).digest('base64'),
};

const DAY = '2016-01-01';
export const EMBARGO = '2099-01-01';

/** Establishes them with everything that one or another reader must not see. */
export async function establishReadings(app: TestApplication): Promise<void> {
  const accepted: Accepted = async (path, body) => {
    const answer = await app.post(path, { effectiveAt: DAY, ...body });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  for (const each of [own, partner, other]) await establish(app, each);
  await authorise(app, own, authorised, DAY);
  const { cluster: clusterId } = own;
  await accepted('membership/organisations', {
    ...{ id: own.new, name: 'Company', kind: 'company', siren: SECRETS.siren, rna: 'W691234567' },
    ...{ clusterId, effectiveAt: LONG_AGO },
  });
  await accepted('membership/memberships', { clusterId, organisationId: own.new, sponsors: [own.organisation] });
  await establishFee(accepted);
  const person = { personId: own.person, name: SECRETS.representative };
  await accepted(`membership/representatives/${membershipOf(own)}/designate`, { person });
  await accepted(`membership/colleges/${clusterId}/open`, { college: 'companies' });
  await accepted(`membership/funding/${clusterId}/record`, {
    ...{ resource: 'fees', amountCents: 100, source: SECRETS.funding },
  });
  await accepted(`membership/volunteering/${clusterId}/record-time`, {
    ...{ activity: SECRETS.activity, volunteers: 2, minutes: 90, since: DAY, effectiveAt: DAY },
  });
  await accepted(`membership/subsidies/${own.subsidy}/grant`, { amountCents: 4_000_000 });
  await accepted(`membership/subsidies/${own.subsidy}/spend`, { amountCents: 1, use: SECRETS.subsidy });
  await establishSupport(accepted);
  await establishLabel(accepted);
  await accepted(`events/gatherings/${own.gathering}/hold`, {});
  await accepted(`events/gatherings/${own.gathering}/count-attendance`, { participants: 61 });
  await accepted('membership/agreements', {
    ...{ id: own.new, clusterId, kind: 'partnership', parties: [clusterId, partner.cluster], services: [] },
  });
  await accepted(`membership/organisations/${own.new}/declare-figure`, {
    figure: { indicator: 'employees', value: 12, unit: 'persons', on: DAY, source: SECRETS.figure },
  });
  await accepted('membership/applications', { clusterId, organisationId: own.newcomer });
  await accepted(`governance/meetings/${own.meeting}/hold`, {
    members: 7919,
    present: 12,
    represented: 3,
    effectiveAt: '2010-01-01',
  });
  await accepted(`governance/meetings/${own.meeting}/open-sheet`, { rollId: own.roll, effectiveAt: '2010-01-01' });
  await accepted(`governance/declarations/${clusterId}/file`, {
    changes: [{ kind: 'mandate', mandateId: own.mandate }],
    remark: SECRETS.declaration,
  });
  await accepted(`governance/interests/${clusterId}/declare`, {
    person: { personId: own.person, name: SECRETS.representative },
    organisation: { organisationId: own.newcomer },
    nature: 'partner',
    detail: SECRETS.interest,
  });
  await accepted(`membership/clusters/${clusterId}/name`, {
    name: SECRETS.embargoed,
    nameKind: 'code',
    embargoUntil: EMBARGO,
  });
  const openly = { id: published.operation, title: 'Published', motives: SECRETS.privatePlan };
  const planHash = await draft(accepted, { ...openly, statement: SECRETS.position }, { embargoUntil: EMBARGO });
  const participants = [clusterId, partner.cluster];
  const act = (verb: string, body: object) => accepted(`mergers/operations/${published.operation}/${verb}`, body);
  await act('log-position', { by: 'A chair', statement: SECRETS.talk, embargoUntil: EMBARGO });
  for (const each of participants) await act('adopt-plan', { clusterId: each, planHash });
  for (const each of participants) await act('publish-notice', { clusterId: each, where: 'Journal' });
  await draft(accepted, { id: own.operation, title: SECRETS.title, motives: SECRETS.motives, statement: 'Statement' });
  await accepted('mergers/dry-runs', { id: KEPT_DRY_RUN, operationId: own.operation });
}

type Accepted = (path: string, body: object) => Promise<Record<string, unknown>>;

/** A fee of a member of the first cluster, paid in part and to be reminded of. */
async function establishFee(accepted: Accepted): Promise<void> {
  const policy = { amounts: [{ amountCents: 20_000 }], period: 'calendar-year', graceDays: 30, dueAfterDays: 30 };
  await accepted(`membership/fee-policies/${own.cluster}/set`, { ...policy, reminders: [30] });
  const fees = `membership/fees/${membershipOf(own)}`;
  const { recorded } = await accepted(`${fees}/call`, {});
  const { feeId } = recorded as { readonly feeId: string };
  await accepted(`${fees}/pay`, { feeId, amountCents: 7_500, reference: SECRETS.fee });
}

/** A company in the incubator, with what is done for it. */
async function establishSupport(accepted: Accepted): Promise<void> {
  const [incubatorId, admissionId, organisationId] = [own.incubator, own.new, own.organisation];
  const places = `incubation/occupancies/${incubatorId}`;
  await accepted(`${places}/decide-capacity`, { places: 30 });
  const track = { kind: 'call', basis: { reference: 'Jury', on: DAY } };
  await accepted(`${places}/admit`, { admissionId, organisationId, track });
  const session = { incubatorId, kind: 'expertise', minutes: 60, organisationIds: [organisationId] };
  await accepted('incubation/sessions', { id: own.new, ...session, subject: 'Vendre à un grand groupe' });
  const introduced = { id: own.new, incubatorId, organisationId, funderId: own.newcomer };
  await accepted('incubation/introductions', { ...introduced, purpose: 'Amorçage' });
  await accepted(`incubation/accompaniments/${admissionId}/set-milestone`, { incubatorId, title: 'Premier client' });
}

/** A label that the first cluster awards a company. */
async function establishLabel(accepted: Accepted): Promise<void> {
  const rules = { name: 'A label', onHolderSuccession: { policy: 'automatic' } };
  await accepted('membership/label-schemes', { id: own.new, issuerId: own.cluster, ...rules });
  await accepted('membership/labels', { schemeId: own.new, holder: { kind: 'organisation', id: own.new } });
}

/** An operation with a position and a plan; answers with the plan's hash. */
async function draft(
  accepted: Accepted,
  { id, title, motives, statement }: Readonly<Record<'id' | 'title' | 'motives' | 'statement', string>>,
  until: object = {},
): Promise<string> {
  const participants = [
    { clusterId: own.cluster, role: 'absorbing' },
    { clusterId: partner.cluster, role: 'absorbed' },
  ];
  await accepted('mergers/operations', { id, kind: 'fusion-absorption', title, participants });
  await accepted(`mergers/operations/${id}/log-position`, { by: 'The board', statement });
  const plan = { ...planNaming('The successor'), motives };
  const { recorded } = await accepted(`mergers/operations/${id}/draft-plan`, { plan, ...until });
  return (recorded as { readonly planHash: string }).planHash;
}

/** A plan of the two clusters that says nothing but a name for the one that stays. */
export function planNaming(name: string): object {
  const successor = { clusterId: own.cluster, name, nameKind: 'final', seat: 'Lyon', departments: [] };
  const nothingElse = { newAntennas: [], antennaMapping: [], transitionalGovernance: { bodies: [] }, conditions: [] };
  return { motives: 'x', successor, ...nothingElse, contributionsEuros: null, openPoints: [] };
}

/** Of the operation that was not published. */
export const KEPT_DRY_RUN = derivedId('two-readers', 'dry-run');

/** Ids of things of the first cluster, by the resource of a route; operations have two. */
export function placesOf(route: string): readonly string[] {
  const places: Readonly<Record<string, readonly string[]>> = {
    'membership/clusters': [own.cluster],
    'membership/organisations': [own.new],
    'membership/memberships': [membershipOf(own), SECRETS.application, membershipId(own.cluster, own.new)],
    'membership/antennas': [own.antenna],
    'membership/colleges': [own.cluster],
    'membership/representatives': [membershipOf(own)],
    'membership/fee-policies': [own.cluster],
    'membership/fees': [membershipOf(own)],
    'membership/subsidies': [own.subsidy],
    'membership/label-schemes': [own.new],
    'membership/agreements': [own.new],
    'membership/labels': [labelId(own.new, own.new)],
    'membership/objectives': [own.objective],
    'membership/funding': [own.cluster],
    'membership/volunteering': [own.cluster],
    'governance/bodies': [own.body],
    'governance/clusters': [own.cluster],
    'governance/offices': [own.office],
    'governance/roles': [own.role],
    'governance/statutes': [own.cluster],
    'governance/seat-plans': [own.seatPlan],
    'governance/rolls': [own.roll],
    'governance/meetings': [own.meeting],
    'governance/resolutions': [own.resolution],
    'governance/declarations': [own.cluster],
    'governance/elections': [own.election],
    'governance/interests': [own.cluster],
    'events/communities': [own.community],
    'events/clusters': [own.cluster],
    'events/calendar-links': [own.calendarLink],
    'events/gatherings': [own.gathering],
    'events/series': [own.series],
    'events/registrations': [own.gathering],
    'events/registrants': [own.registration],
    'events/programmes': [own.programme],
    'events/introductions': [own.introduction],
    'incubation/incubators': [own.incubator],
    'incubation/partners': [own.partner],
    'incubation/occupancies': [own.incubator],
    'incubation/sessions': [own.new],
    'incubation/introductions': [own.new],
    'incubation/accompaniments': [own.new],
    'incubation/calls': [own.call],
    'incubation/selections': [own.call],
    'mergers/operations': [published.operation, own.operation],
    'mergers/dry-runs': [KEPT_DRY_RUN],
    'audit/timeline': [own.cluster],
    'audit/history': [own.cluster],
    'audit/provenance/membership': [membershipOf(own)],
    'audit/provenance/partner-seat': [own.partner],
    'audit/lineage': [own.cluster],
    'audit/offices': [own.office],
    'audit/clusters': [own.cluster],
    'audit/streams': [`membership.cluster-${own.cluster}`],
  };
  const found = places[route];
  if (found === undefined) throw new TypeError(`which ${route} are read? None is named here`);
  return found;
}
