import { EQUAL_UNITS, equalSeats } from '../../support/seat-question.ts';
import { applicationIdOf } from '../../../apps/incubation/src/domain/selection/selection.decide.ts';
import { membershipId } from '../../../apps/membership/src/domain/membership/membership.ts';
import { labelId } from '../../../apps/membership/src/domain/labels/label.ts';
import { ensure, id, MergerDesk, VOTED } from './merger-desk.ts';
import type { TestPlatform } from './test-platform.ts';

const absorbing = id('cluster', 'altered', 'absorbing');
const absorbed = id('cluster', 'altered', 'absorbed');
const effectiveAt = '2012-01-01';
const clause = {
  quorum: { numerator: 1, denominator: 2 },
  majority: { numerator: 2, denominator: 3 },
  majorityOf: 'votes-cast',
  strict: false,
};

/** A small history in which every aggregate of every context has a stream, played by commands and process managers. */
export async function playEveryAggregate(platform: TestPlatform): Promise<void> {
  const desk = new MergerDesk(platform);
  await anotherMerger(platform, desk);
  await desk.cluster(absorbing, 'Numélink');
  await desk.cluster(absorbed, 'AuvergneTIC');
  await membership(platform);
  await governance(platform, desk);
  await incubation(platform);
  await communities(platform);
  await gatherings(platform);
  await platform.untilSettled();
  const participants = [absorbing, absorbed];
  const merger = { operationId: id('operation', 'altered'), kind: 'fusion-absorption', participants } as const;
  await desk.adoptEverywhere({ ...merger, successorId: absorbing });
  for (const name of ['first', 'second'])
    await platform.sendAccepted('mergers/dry-runs', {
      ...{ id: id('dry-run', 'altered', name), operationId: merger.operationId, on: VOTED },
    });
  await desk.callEverywhere({ ...merger, successorId: absorbing });
  for (const clusterId of participants) ensure(await desk.vote(merger.operationId, clusterId));
  // Their day has come already, too.
  for (const statement of ['One cluster', 'One board'])
    await platform.sendAccepted(`mergers/operations/${merger.operationId}/log-position`, {
      ...{ by: 'The chairs', statement, embargoUntil: '2014-01-01', effectiveAt: '2013-01-01' },
    });
  await platform.untilSettled();
}

/** Every effect is reckoned in a stream of its own. */
async function anotherMerger(platform: TestPlatform, desk: MergerDesk): Promise<void> {
  const participants = [id('cluster', 'altered', 'third'), id('cluster', 'altered', 'fourth')];
  const [successorId = ''] = participants;
  const merger = {
    operationId: id('operation', 'altered', 'another'),
    kind: 'fusion-absorption',
    participants,
  } as const;
  for (const clusterId of participants) {
    await desk.cluster(clusterId, clusterId);
    await desk.statutes(clusterId);
  }
  await platform.untilSettled();
  await desk.adoptEverywhere({ ...merger, successorId });
  await desk.callEverywhere({ ...merger, successorId });
  for (const clusterId of participants) ensure(await desk.vote(merger.operationId, clusterId));
}

async function membership(platform: TestPlatform): Promise<void> {
  const sirens = ['331518498', '356000000'];
  for (const [index, siren] of sirens.entries()) {
    const organisationId = id('organisation', 'altered', index);
    const organisation = { id: organisationId, name: 'Esker', kind: 'company', siren, effectiveAt };
    await platform.sendAccepted('membership/organisations', organisation);
    await platform.sendAccepted(`membership/organisations/${organisationId}/rename`, {
      name: `Esker ${siren}`,
      effectiveAt: '2013-01-01',
    });
    await platform.sendAccepted('membership/memberships', { clusterId: absorbed, organisationId, effectiveAt });
    // The day of the embargo has come already, so that it is lifted at once.
    const named = { name: `Projet ${siren}`, nameKind: 'code', embargoUntil: '2014-01-01' };
    await platform.sendAccepted(`membership/clusters/${absorbing}/name`, {
      ...named,
      effectiveAt: `2013-01-0${String(index + 1)}`,
    });
  }
  await fees(platform);
  await colleges(platform);
  await representatives(platform);
  await funding(platform);
  await labels(platform);
  await agreement(platform);
  const antennaId = id('antenna', 'altered');
  await platform.sendAccepted('membership/antennas', {
    id: antennaId,
    clusterId: absorbing,
    name: 'Roanne',
    effectiveAt,
  });
  const close = { clusterId: absorbing, effectiveAt: '2015-01-01' };
  await platform.sendAccepted(`membership/antennas/${antennaId}/close`, close);
}

async function communities(platform: TestPlatform): Promise<void> {
  const communityId = id('community', 'altered');
  const opening = { kind: 'community', name: 'Sécurité', clusterId: absorbing, effectiveAt };
  await platform.sendAccepted('events/communities', { id: communityId, ...opening });
  const joining = { organisationId: id('organisation', 'altered', 0), effectiveAt: '2013-01-01' };
  await platform.sendAccepted(`events/communities/${communityId}/join`, joining);
  const programmeId = id('programme', 'altered');
  const led = { name: 'Formation', theme: 'Compétences', leadId: absorbing, effectiveAt };
  await platform.sendAccepted('events/programmes', { id: programmeId, ...led });
  const relay = { role: 'relay', party: { kind: 'cluster', id: absorbed }, effectiveAt: '2013-01-01' };
  await platform.sendAccepted(`events/programmes/${programmeId}/take-part`, relay);
  const organisationIds = [id('organisation', 'altered', 0), id('organisation', 'altered', 1)];
  for (const purpose of ['Financement', 'Emploi'])
    await platform.sendAccepted('events/introductions', {
      clusterId: absorbing,
      organisationIds,
      purpose,
      effectiveAt,
    });
}

async function gatherings(platform: TestPlatform): Promise<void> {
  const gatheringId = id('gathering', 'altered');
  await platform.sendAccepted('events/gatherings', {
    ...{ id: gatheringId, clusterId: absorbing, title: 'SophiaConf', format: 'conference' },
    ...{ organiser: { kind: 'cluster', id: absorbing }, audience: ['member', 'public'], effectiveAt },
    place: { name: 'Lyon', zone: 'Europe/Paris' },
    schedule: { from: '2013-07-04T18:00', to: '2013-07-04T21:00' },
  });
  await platform.sendAccepted(`events/gatherings/${gatheringId}/announce`, { effectiveAt: '2013-01-01' });
  const linkId = id('calendar-link', 'altered');
  const holder = { organisationId: id('organisation', 'altered', 0), secretHash: 'a'.repeat(64), effectiveAt };
  await platform.sendAccepted('events/calendar-links', { id: linkId, clusterId: absorbing, ...holder });
  await platform.sendAccepted(`events/calendar-links/${linkId}/revoke`, { effectiveAt: '2013-01-01' });
  const seriesId = id('series', 'altered');
  const series = { clusterId: absorbing, name: 'SophiaConf', format: 'conference', effectiveAt };
  await platform.sendAccepted('events/series', {
    ...{ id: seriesId, ...series, organiser: { kind: 'cluster', id: absorbing } },
  });
  const edition = { editionId: id('edition', 'altered'), year: 2013, effectiveAt: '2013-01-01' };
  await platform.sendAccepted(`events/series/${seriesId}/plan-edition`, edition);
  await registrations(platform, gatheringId);
}

/** A list with persons is taken out twice, for different reasons. */
async function exported(platform: TestPlatform, path: string): Promise<void> {
  for (const reason of ['General assembly', 'Audit']) {
    const headers = { accept: 'text/csv', 'export-reason': encodeURIComponent(reason) };
    await platform.get(path, { headers });
  }
}

/** One seat: one person has it and another waits; the first gives it up, the second comes. */
async function registrations(platform: TestPlatform, gatheringId: string): Promise<void> {
  const path = `events/registrations/${gatheringId}`;
  await platform.sendAccepted(`${path}/decide-seats`, { seats: 1, party: 2, effectiveAt: '2013-01-01' });
  const [first, second] = [0, 1].map((number) => id('registration', 'altered', number));
  for (const [number, registrationId] of [first, second].entries()) {
    const person = { personId: id('person', 'guest', number), name: 'Inès Calvet' };
    const about = { organisationId: id('organisation', 'altered', number), exception: 'x' };
    const body = { registrationId, person, ...(number === 0 ? about : { exception: 'y' }), effectiveAt: '2013-02-01' };
    await platform.sendAccepted(`${path}/register`, body);
  }
  await platform.sendAccepted(`${path}/cancel`, { registrationId: first, effectiveAt: '2013-03-01' });
  await platform.sendAccepted(`${path}/change`, { registrationId: second, seats: 2, exception: 'x' });
  const persons = [{ personId: id('person', 'guest', 2), name: 'Malo Rivière' }];
  await platform.sendAccepted(`${path}/name-party`, { registrationId: second, persons });
  await platform.sendAccepted(`${path}/record-attendance`, { registrationId: second, present: 2 });
  await exported(platform, `events/registrants?gatheringId=${gatheringId}`);
}

async function representatives(platform: TestPlatform): Promise<void> {
  const path = `membership/representatives/${membershipId(absorbed, id('organisation', 'altered', 0))}`;
  const person = { personId: id('person', 'representative'), name: 'Armand Lulka' };
  const { body } = await platform.sendAccepted(`${path}/designate`, { person, effectiveAt: '2012-01-01' });
  const { designationId } = body['recorded'] as { readonly designationId: string };
  const end = { designationId, cause: 'change-of-job', effectiveAt: '2013-01-01' };
  await platform.sendAccepted(`${path}/end`, end);
}

async function colleges(platform: TestPlatform): Promise<void> {
  const path = `membership/colleges/${absorbing}`;
  const college = 'start-ups';
  await platform.sendAccepted(`${path}/open`, { college, effectiveAt });
  await platform.sendAccepted(`${path}/set-admission-policy`, { college, decidedBy: 'board', effectiveAt });
  await platform.sendAccepted(`${path}/close`, { college, effectiveAt: '2013-01-01' });
}

async function fees(platform: TestPlatform): Promise<void> {
  const policy = { amounts: [{ amountCents: 30_000 }], period: 'calendar-year', graceDays: 60, dueAfterDays: 30 };
  await platform.sendAccepted(`membership/fee-policies/${absorbed}/set`, { ...policy, effectiveAt });
  const path = `membership/fees/${membershipId(absorbed, id('organisation', 'altered', 0))}`;
  const { body } = await platform.sendAccepted(`${path}/call`, { effectiveAt });
  const { feeId } = body['recorded'] as { readonly feeId: string };
  await platform.sendAccepted(`${path}/pay`, { feeId, amountCents: 10_000, effectiveAt: '2012-01-20' });
  await platform.sendAccepted(`${path}/remit`, {
    feeId,
    amountCents: 20_000,
    reason: 'By the board',
    effectiveAt: '2012-02-01',
  });
  await platform.sendAccepted(`${path}/record-reminder`, { feeId, nth: 1, effectiveAt: '2012-01-25' });
}

async function funding(platform: TestPlatform): Promise<void> {
  const [money, time] = [`membership/funding/${absorbed}`, `membership/volunteering/${absorbed}`];
  const sent = [
    [`${money}/set-year`, { year: 2012, until: '2012-09-01' }],
    [`${money}/set-rule`, { bounds: [] }],
    [`${money}/record`, { resource: 'fees', amountCents: 30_000, source: 'Esker' }],
    [`${time}/leave-unvalued`, { reason: 'Not recorded' }],
    [`${time}/record-time`, { activity: 'Lunch', volunteers: 2, minutes: 90 }],
  ] as const;
  for (const [path, body] of sent) await platform.sendAccepted(path, { ...body, effectiveAt });
  const objectiveId = id('objective', 'altered');
  const aim = { indicator: 'jobs', unit: 'jobs', baseline: 1, target: 2, dueOn: '2020-12-31' };
  await platform.sendAccepted('membership/objectives', { id: objectiveId, clusterId: absorbed, ...aim, effectiveAt });
  const reading = { value: '1.5', source: 'Insee', effectiveAt };
  await platform.sendAccepted(`membership/objectives/${objectiveId}/measure`, reading);
  const subsidyId = id('subsidy', 'altered');
  const asked = { granterId: id('organisation', 'altered', 0), amountCents: null, purpose: 'FabLab', year: 2012 };
  await platform.sendAccepted('membership/subsidies', { id: subsidyId, clusterId: absorbed, ...asked, effectiveAt });
  await platform.sendAccepted(`membership/subsidies/${subsidyId}/grant`, { amountCents: 100, effectiveAt });
  await platform.sendAccepted(`${time}/set-rate`, { centsPerHour: 1_188, basis: 'SMIC', effectiveAt: '2012-02-01' });
}

async function agreement(platform: TestPlatform): Promise<void> {
  const [agreementId, parties] = [id('agreement', 'altered'), [absorbing, absorbed]];
  const terms = { kind: 'reciprocity', parties, services: [{ service: 'Lunch', modality: 'same-price' }] };
  const drawnUp = { id: agreementId, clusterId: absorbing, ...terms, effectiveAt };
  await platform.sendAccepted('membership/agreements', drawnUp);
  for (const clusterId of parties)
    await platform.sendAccepted(`membership/agreements/${agreementId}/sign`, { clusterId, effectiveAt });
  const leaves = { clusterId: absorbed, effectiveAt: '2013-01-01' };
  await platform.sendAccepted(`membership/agreements/${agreementId}/leave`, leaves);
}

async function labels(platform: TestPlatform): Promise<void> {
  const rules = { name: 'Numérique Responsable', onHolderSuccession: { policy: 're-assess', withinMonths: 12 } };
  for (const number of [0, 1]) {
    const [schemeId, organisationId] = [id('label-scheme', 'altered', number), id('organisation', 'altered', number)];
    await platform.sendAccepted('membership/label-schemes', {
      ...{ id: schemeId, issuerId: absorbing, ...rules, validityMonths: 24, effectiveAt },
    });
    const holder = { kind: 'organisation', id: organisationId };
    await platform.sendAccepted('membership/labels', { schemeId, holder, effectiveAt });
    const path = `membership/labels/${labelId(schemeId, organisationId)}`;
    await platform.sendAccepted(`${path}/suspend`, { reason: 'No audit', effectiveAt: '2012-02-01' });
    await platform.sendAccepted(`${path}/resume`, { effectiveAt: '2012-03-01' });
    await platform.sendAccepted(`${path}/renew`, { effectiveAt: '2013-06-01' });
    const consent = { predecessorId: organisationId, granted: true, effectiveAt: '2013-07-01' };
    await platform.sendAccepted(`${path}/decide-consent`, consent);
    const verb = number === 0 ? 'withdraw' : 'end';
    await platform.sendAccepted(`${path}/${verb}`, { reason: 'No audit', effectiveAt: '2015-01-01' });
    await platform.sendAccepted(`membership/label-schemes/${schemeId}/withdraw`, { effectiveAt: '2016-01-01' });
  }
}

async function governance(platform: TestPlatform, desk: MergerDesk): Promise<void> {
  await desk.statutes(absorbing);
  await desk.statutes(absorbed);
  const clauses = { ordinary: clause, amendment: clause, dissolution: clause };
  await platform.sendAccepted(`governance/statutes/${absorbing}/adopt`, { clauses, effectiveAt });
  const [bodyId, officeId] = [id('body', 'altered'), id('office', 'altered')];
  const body = { id: bodyId, clusterId: absorbed, kind: 'board', name: 'Conseil', effectiveAt };
  await platform.sendAccepted('governance/bodies', body);
  const office = { id: officeId, bodyId, kind: 'president', title: 'Présidence', effectiveAt };
  await platform.sendAccepted('governance/offices', office);
  const person = { personId: id('person', 'altered'), name: 'Catherine Bocquet' };
  const mandate = { mandateId: id('mandate', 'altered'), person, how: 'elected', effectiveAt };
  await platform.sendAccepted(`governance/offices/${officeId}/start-mandate`, mandate);
  // Their limits were reached long ago.
  const limited = { id: id('office', 'altered', 'limited'), bodyId, kind: 'seat', title: 'Sièges', maxHolders: 2 };
  await platform.sendAccepted('governance/offices', { ...limited, effectiveAt });
  for (const holder of ['first', 'second']) {
    const held = {
      mandateId: id('mandate', 'altered', holder),
      person: { personId: id('person', holder), name: holder },
    };
    const mandateToLimit = { ...held, how: 'appointed', limit: '2013-12-31', effectiveAt };
    await platform.sendAccepted(`governance/offices/${limited.id}/start-mandate`, mandateToLimit);
  }
  const [declarations, declarationId] = [`governance/declarations/${absorbed}`, id('declaration', 'altered')];
  const changes = [{ kind: 'mandate', mandateId: mandate.mandateId }];
  await platform.sendAccepted(`${declarations}/file`, { declarationId, changes, effectiveAt: '2012-02-01' });
  await platform.sendAccepted(`${declarations}/record-receipt`, { declarationId, effectiveAt: '2012-02-06' });
  const role = { id: id('role', 'altered'), clusterId: absorbing, title: 'Direction', person, effectiveAt };
  await platform.sendAccepted('governance/roles', role);
  await exported(platform, 'governance/offices');
  await assembly(platform);
  await seats(platform);
}

async function seats(platform: TestPlatform): Promise<void> {
  const bodyId = id('body', 'altered', 'assembly');
  const planId = id('seat-plan', 'altered');
  await platform.sendAccepted('governance/seat-plans', { id: planId, ...equalSeats(bodyId, 12), effectiveAt });
  const drawn = { drawn: EQUAL_UNITS, witness: { personId: id('person', 'altered'), name: 'Catherine Bocquet' } };
  await platform.sendAccepted(`governance/seat-plans/${planId}/draw-lots`, { ...drawn, effectiveAt: VOTED });
}

async function assembly(platform: TestPlatform): Promise<void> {
  const bodyId = id('body', 'altered', 'assembly');
  const body = { id: bodyId, clusterId: absorbing, kind: 'assembly', name: 'Assemblée', effectiveAt };
  await platform.sendAccepted('governance/bodies', body);
  const rollId = id('roll', 'altered');
  const voters = [{ voterIds: [id('organisation', 'altered', 0)] }];
  await platform.sendAccepted('governance/rolls', { id: rollId, bodyId, voters, effectiveAt: '2016-03-01' });
  voters.push({ voterIds: [id('organisation', 'altered', 1)] });
  const amended = { voters, reason: 'Left out', effectiveAt: '2016-03-02' };
  await platform.sendAccepted(`governance/rolls/${rollId}/amend`, amended);
  const [meetingId, resolutionId] = [id('meeting', 'altered'), id('resolution', 'altered')];
  const meeting = { id: meetingId, bodyId, scheduledFor: VOTED, agenda: ['Fusion'], effectiveAt: '2016-03-01' };
  await platform.sendAccepted('governance/meetings', meeting);
  const resolution = { id: resolutionId, meetingId, clause: 'dissolution', subject: 'Fusion', effectiveAt: VOTED };
  await platform.sendAccepted('governance/resolutions', resolution);
  const attendance = { members: 100, present: 50, represented: 20 };
  await platform.sendAccepted(`governance/meetings/${meetingId}/hold`, { ...attendance, effectiveAt: VOTED });
  const tally = { ...attendance, for: 60, against: 5, abstentions: 5 };
  await platform.sendAccepted(`governance/resolutions/${resolutionId}/record-tally`, { tally, effectiveAt: VOTED });
  await election(platform, { bodyId, meetingId, attendance });
  await regulatedAgreement(platform, resolutionId);
}

async function regulatedAgreement(platform: TestPlatform, resolutionId: string): Promise<void> {
  const [interests, agreementId] = [`governance/interests/${absorbing}`, id('agreement', 'regulated')];
  const agreement = { agreementId, party: { name: 'Esker' }, subject: 'Bureaux', effectiveAt };
  await platform.sendAccepted(`${interests}/report-agreement`, agreement);
  const decision = { agreementId, resolutionId, abstainedIds: [], effectiveAt: VOTED };
  await platform.sendAccepted(`${interests}/decide-agreement`, decision);
}

interface Meeting {
  readonly bodyId: string;
  readonly meetingId: string;
  readonly attendance: { readonly members: number; readonly present: number; readonly represented: number };
}

/** Three stand for a seat, one withdraws, and nobody has the majority. */
async function election(platform: TestPlatform, { bodyId, meetingId, attendance }: Meeting): Promise<void> {
  const officeId = id('office', 'altered', 'seats');
  const office = { id: officeId, bodyId, kind: 'seat', title: 'Sièges', effectiveAt };
  await platform.sendAccepted('governance/offices', office);
  const electionId = id('election', 'altered');
  const called = { id: electionId, bodyId, officeId, meetingId, effectiveAt: '2016-03-01' };
  await platform.sendAccepted('governance/elections', called);
  const about = `governance/elections/${electionId}`;
  const candidacies = ['a', 'b', 'c'].map((name) => id('candidacy', 'altered', name));
  for (const candidacyId of candidacies) {
    const candidates = [{ person: { personId: candidacyId, name: 'Candidate' } }];
    await platform.sendAccepted(`${about}/file-candidacy`, { candidacyId, candidates, effectiveAt: '2016-03-10' });
  }
  const [gone, ...left] = candidacies;
  await platform.sendAccepted(`${about}/withdraw-candidacy`, { candidacyId: gone, effectiveAt: '2016-03-12' });
  // Nobody has two thirds of the votes: a first round in which nobody is elected.
  const votes = left.map((candidacyId) => ({ candidacyId, votes: 30 }));
  const tally = { ...attendance, ballots: 60, votes };
  await platform.sendAccepted(`${about}/record-tally`, { tally, effectiveAt: VOTED });
}

async function incubation(platform: TestPlatform): Promise<void> {
  const incubatorId = id('incubator', 'altered');
  const open = { id: incubatorId, name: 'Bivouac', site: 'Clermont-Ferrand', effectiveAt };
  await platform.sendAccepted('incubation/incubators', open);
  const renamed = { name: 'Le Bivouac', effectiveAt: '2013-01-01' };
  await platform.sendAccepted(`incubation/incubators/${incubatorId}/rename`, renamed);
  const holder = { kind: 'cluster', id: absorbed };
  const partner = { id: id('partner', 'altered'), incubatorId, class: 'sector-body', holder, effectiveAt };
  await platform.sendAccepted('incubation/partners', partner);
  await occupancy(platform, incubatorId);
  await call(platform, incubatorId);
}

/** A call of the cluster that is absorbed later: its closing is moved, and a reviewer declares a conflict. */
async function call(platform: TestPlatform, incubatorId: string): Promise<void> {
  const callId = id('call', 'altered');
  const exact = { numerator: 20, denominator: 1 };
  await platform.sendAccepted('incubation/calls', {
    ...{ id: callId, incubatorId, clusterId: absorbed, title: 'Appel', zone: 'Europe/Paris', places: 1, ties: 'lots' },
    ...{ opens: '2012-02-01T09:00', closes: '2012-03-01', effectiveAt },
    rubric: [{ criterion: 'Innovation', maximum: exact, weight: exact }],
  });
  const moved = { closes: '2100-01-01', reason: 'Délai', effectiveAt };
  await platform.sendAccepted(`incubation/calls/${callId}/move-closing`, moved);
  const selection = `incubation/selections/${callId}`;
  const [organisationId, other] = [0, 1].map((number) => id('organisation', 'altered', number));
  const contact = { personId: id('person', 'altered', 'contact'), name: 'Contact' };
  const reviewer = { personId: id('person', 'altered', 'reviewer'), name: 'Reviewer' };
  await platform.sendAccepted(`${selection}/apply`, { organisationId, title: 'Projet', contact, effectiveAt });
  const applicationId = applicationIdOf(callId, organisationId ?? '');
  const of = { kind: 'organisation', id: other };
  await platform.sendAccepted(`${selection}/assign-reviewer`, { applicationId, reviewer, of, effectiveAt });
  const declared = { applicationId, reviewerId: reviewer.personId, reason: 'Associé', effectiveAt };
  await platform.sendAccepted(`${selection}/declare-conflict`, declared);
}

/** One place: a company is inside, leaves, and the next has it; admitted anew, the first one waits and withdraws. */
async function occupancy(platform: TestPlatform, incubatorId: string): Promise<void> {
  const path = `incubation/occupancies/${incubatorId}`;
  await platform.sendAccepted(`${path}/decide-capacity`, { places: 1, effectiveAt });
  const track = { kind: 'call', basis: { reference: 'Jury', on: '2011-12-01' } };
  const [first, second] = [0, 1].map((number) => id('organisation', 'altered', number));
  const admit = async (organisationId: string | undefined, on: string): Promise<string> => {
    const admissionId = id('admission', 'altered', on);
    await platform.sendAccepted(`${path}/admit`, { admissionId, organisationId, track, effectiveAt: on });
    return admissionId;
  };
  const leaving = await admit(first, '2013-01-01');
  await admit(second, '2013-01-02');
  await platform.sendAccepted(`${path}/leave`, { admissionId: leaving, cause: 'moved', effectiveAt: '2013-03-01' });
  const waiting = await admit(first, '2013-04-01');
  await platform.sendAccepted(`${path}/withdraw`, { admissionId: waiting, effectiveAt: '2013-05-01' });
  await support(platform, { incubatorId, admissionId: leaving, organisationId: first });
}

/** What the incubator did for the company that was inside first. */
async function support(
  platform: TestPlatform,
  about: { readonly incubatorId: string; readonly admissionId: string; readonly organisationId: string | undefined },
): Promise<void> {
  const { incubatorId, admissionId, organisationId } = about;
  const session = { incubatorId, kind: 'individual-coaching', organisationIds: [organisationId] };
  for (const minutes of [60, 90])
    await platform.sendAccepted('incubation/sessions', { ...session, minutes, effectiveAt: '2013-02-01' });
  const introductionId = id('introduction', 'altered');
  const funderId = id('organisation', 'altered', 1);
  const introduced = { id: introductionId, incubatorId, organisationId, funderId, effectiveAt: '2013-02-01' };
  await platform.sendAccepted('incubation/introductions', introduced);
  const outcome = { result: 'declined', effectiveAt: '2013-02-02' };
  await platform.sendAccepted(`incubation/introductions/${introductionId}/record-outcome`, outcome);
  const path = `incubation/accompaniments/${admissionId}`;
  const assignmentId = id('assignment', 'altered');
  const person = { personId: id('person', 'altered', 'mentor'), name: 'A mentor' };
  const mentor = { incubatorId, assignmentId, role: 'mentor', person, effectiveAt: '2013-01-15' };
  await platform.sendAccepted(`${path}/assign-mentor`, mentor);
  const release = { incubatorId, assignmentId, effectiveAt: '2013-02-15' };
  await platform.sendAccepted(`${path}/release-mentor`, release);
}
