import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { inFavour } from './support/merger-desk.ts';

/** What may be said of a day to come: names, beginnings and ends that were decided, and assemblies that are called. */
const PLANNED = [
  ...[
    'clusters.create',
    'clusters.name',
    'clusters.move',
    'clusters.declare-figure',
    'clusters.fall-dormant',
    'clusters.revive',
  ],
  ...['clusters.authorise-operators', 'clusters.revoke-operators', 'clusters.dissolve'],
  'dry-runs.create',
  ...['antennas.create', 'antennas.close', 'memberships.create', 'memberships.end', 'clusters.import-member'],
  ...['applications.create', 'applications.admit', 'applications.refuse'],
  ...['organisations.create', 'organisations.rename', 'organisations.declare-figure'],
  ...['colleges.open', 'colleges.close', 'colleges.set-admission-policy'],
  ...['organisations.locate', 'organisations.set-legal-form'],
  ...['representatives.designate', 'representatives.end'],
  'fee-policies.set',
  ...[
    'funding.set-year',
    'funding.set-rule',
    'volunteering.set-rate',
    'volunteering.leave-unvalued',
    'subsidies.lapse',
    'objectives.create',
  ],
  ...['agreements.create', 'agreements.leave'],
  ...['label-schemes.create', 'label-schemes.set', 'label-schemes.withdraw'],
  ...['labels.create', 'labels.suspend', 'labels.resume', 'labels.withdraw', 'labels.end'],
  ...['organisations.identify', 'organisations.end-identifier'],
  ...['organisations.cease', 'organisations.succeed', 'organisations.record-duplicate'],
  ...['bodies.create', 'bodies.rename', 'bodies.resize', 'bodies.abolish', 'roles.create', 'roles.end'],
  ...['bodies.constrain', 'bodies.lift-constraint', 'offices.move-holder'],
  ...['offices.start-representation', 'offices.end-representation'],
  ...['offices.create', 'offices.set-max-holders', 'offices.start-mandate', 'offices.end-mandate'],
  'elections.take-office',
  'seat-plans.create',
  ...['interests.end', 'statutes.adopt', 'resolutions.create', 'operations.schedule-assembly'],
  ...['incubators.create', 'incubators.rename', 'incubators.dissolve'],
  ...['decide-capacity', 'admit', 'leave', 'withdraw', 'correct-start'].map((verb) => `occupancies.${verb}`),
  ...['incubators.open-space', 'incubators.close-space', 'incubators.appoint', 'incubators.end-appointment'],
  ...['accompaniments.assign-mentor', 'accompaniments.release-mentor', 'accompaniments.set-milestone'],
  ...['calls.create', 'calls.move-closing', 'calls.cancel'],
  ...['partners.create', 'partners.grant-seat', 'partners.leave'],
  ...['communities.create', 'communities.close', 'communities.reopen', 'communities.rename'],
  ...['programmes.create', 'programmes.end', 'programmes.change-lead', 'programmes.take-part', 'programmes.end-part'],
  ...['communities.join', 'communities.leave', 'communities.name-contact'],
  ...['create', 'rename', 'plan-edition', 'place-gathering', 'move-edition', 'drop-edition', 'plan-recurrence'].map(
    (verb) => `series.${verb}`,
  ),
  ...['calendar-links.create', 'calendar-links.revoke'],
  ...['gatherings.create', 'gatherings.announce', 'gatherings.postpone', 'gatherings.cancel'],
];

const rows = contexts.flatMap(({ commands }) => commands.flatMap((table) => table.rows));
const about = countedUuid(1);
const clusterId = countedUuid(2);
const somebody = { personId: about, name: 'x' };
const project = { title: 'x', contact: somebody };
const organisation = { kind: 'organisation', id: about };
const score = { criterion: 'x', points: { numerator: 1, denominator: 1 } };
const nobodyElected = { members: 3, present: 2, represented: 0, ballots: 0, votes: [] };

describe('outcomes are not in the future', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start(contexts);
    app.clock.set('2026-11-29T10:00:00Z');
  });
  afterAll(() => app.stop());

  it('every command says whether it tells of what has happened', () => {
    const silent = rows.filter(({ happened }) => happened === undefined);
    expect(silent.map(({ name }) => name.slice(name.indexOf('.') + 1)).toSorted()).toEqual(PLANNED.toSorted());
  });

  it.each<[string, object]>([
    ['mergers/operations', { kind: 'fusion-absorption', title: 'x', participants: participants() }],
    ['log-position', { by: 'x', statement: 'y' }],
    ['adopt-plan', { clusterId, planHash: 'a'.repeat(64) }],
    ['publish-notice', { clusterId, where: 'x' }],
    ['open-documents', { clusterId, where: 'x' }],
    ['record-vote', { clusterId, tally: inFavour }],
    ['record-condition', { conditionId: about, status: 'fulfilled' }],
    ['postpone', { reason: 'x' }],
    ['lapse', {}],
    ['withdraw', { reason: 'x' }],
    ['take-effect', {}],
    ['declare', { authority: 'sirene' }],
    ['close', {}],
    ['retry-references', {}],
    ['pass-over-reference', { context: 'membership', reference: 'clusters', reason: 'x' }],
    ['governance/meetings', { bodyId: about, scheduledFor: '2030-01-01', agenda: ['x'] }],
    [`governance/seat-plans/${about}/draw-lots`, { drawn: ['x'], witness: { personId: about, name: 'x' } }],
    ['governance/rolls', { bodyId: about }],
    [`governance/rolls/${about}/amend`, { voters: [{ voterIds: [about] }], reason: 'x' }],
    [`governance/meetings/${about}/open-sheet`, { rollId: about }],
    [`governance/meetings/${about}/arrive`, { voterIds: [about], at: '18:00' }],
    [`governance/meetings/${about}/leave`, { voterIds: [about], at: '18:00' }],
    [`governance/meetings/${about}/give-proxies`, { proxies: [{ principalId: about, holderId: about }] }],
    [`governance/meetings/${about}/withdraw-proxies`, { voterIds: [about], at: '18:00' }],
    [`governance/meetings/${about}/hold`, { members: 3, present: 2, represented: 0 }],
    [`governance/resolutions/${about}/record-tally`, { tally: inFavour }],
    [`governance/declarations/${about}/file`, { changes: [{ kind: 'mandate', mandateId: about }] }],
    [`governance/declarations/${about}/record-receipt`, { declarationId: about }],
    [`governance/declarations/${about}/record-refusal`, { declarationId: about, reason: 'x' }],
    [`events/communities/${about}/record-meeting`, {}],
    ['events/introductions', { clusterId, organisationIds: [about, clusterId], purpose: 'x' }],
    [`events/communities/${about}/record-output`, { title: 'x' }],
    [`events/gatherings/${about}/hold`, {}],
    [`events/gatherings/${about}/count-attendance`, {}],
    ['incubation/sessions', { incubatorId: about, kind: 'expertise', minutes: 60, organisationIds: [about] }],
    ['incubation/introductions', { incubatorId: about, organisationId: about, funderId: clusterId }],
    [`incubation/introductions/${about}/record-outcome`, { result: 'declined' }],
    [`incubation/accompaniments/${about}/reach-milestone`, { incubatorId: about, milestoneId: about }],
    [
      `incubation/accompaniments/${about}/declare-figure`,
      { incubatorId: about, indicator: 'jobs', value: 1, unit: 'persons', source: 'x' },
    ],
    [`incubation/partners/${about}/declare-contribution`, { form: 'money', year: 2015, amountCents: 1, source: 'x' }],
    [`incubation/partners/${about}/declare-class`, { class: 'public-authority', source: 'x' }],
    [`incubation/calls/${about}/decline-place`, { applicationId: about }],
    [`incubation/selections/${about}/apply`, { organisationId: about, ...project }],
    [`incubation/selections/${about}/change-application`, { applicationId: about, ...project }],
    [`incubation/selections/${about}/withdraw-application`, { applicationId: about }],
    [`incubation/selections/${about}/invite-late`, { organisationId: about, allowedBy: somebody, reason: 'x' }],
    [`incubation/selections/${about}/assign-reviewer`, { applicationId: about, reviewer: somebody, of: organisation }],
    [`incubation/selections/${about}/declare-conflict`, { applicationId: about, reviewerId: about, reason: 'x' }],
    [`incubation/selections/${about}/record-review`, { applicationId: about, reviewerId: about, scores: [score] }],
    [`incubation/selections/${about}/decide-tie`, { by: 'lots', applicationIds: [about, clusterId], reason: 'x' }],
    [`incubation/selections/${about}/publish-results`, {}],
    [`events/registrations/${about}/decide-seats`, { seats: 2 }],
    [`events/registrations/${about}/register`, { person: { personId: about, name: 'x' } }],
    [`events/registrations/${about}/import`, { clusterId, person: 'x' }],
    [`events/registrations/${about}/seat`, { registrationId: about, exception: 'x' }],
    [`events/registrations/${about}/change`, { registrationId: about, seats: 2 }],
    [`events/registrations/${about}/name-party`, { registrationId: about, persons: [] }],
    [`events/registrations/${about}/cancel`, { registrationId: about }],
    [`events/registrations/${about}/void`, { registrationId: about, reason: 'x' }],
    [`events/registrations/${about}/accept-offer`, { registrationId: about }],
    [`events/registrations/${about}/decline-offer`, { registrationId: about }],
    [`events/registrations/${about}/reinstate`, { registrationId: about, reason: 'x' }],
    [`events/registrations/${about}/record-attendance`, { registrationId: about, present: 1 }],
    ['governance/elections', { bodyId: about, officeId: about }],
    [`governance/elections/${about}/file-candidacy`, { candidates: [{ person: { personId: about, name: 'x' } }] }],
    [`governance/elections/${about}/withdraw-candidacy`, { candidacyId: about }],
    [`governance/elections/${about}/record-tally`, { tally: nobodyElected }],
    [`governance/elections/${about}/resolve-tie`, { by: 'lot', elected: [about] }],
    [`governance/interests/${about}/report-agreement`, { party: { name: 'x' }, subject: 'x' }],
    [`governance/interests/${about}/decide-agreement`, { agreementId: about, resolutionId: about, abstainedIds: [] }],
  ])('%s of tomorrow is refused with the day of today', async (path, body) => {
    const whole = path.includes('/') ? path : `mergers/operations/${about}/${path}`;
    const required = 'a day up to 2026-11-29';
    expect(await app.post(whole, { ...body, effectiveAt: '2026-11-30' })).toMatchObject({
      status: 409,
      body: { code: 'API_DAY_AHEAD', found: '2026-11-30', required },
    });
    expect((await app.post(whole, { ...body, effectiveAt: '2026-11-29' })).body['code']).not.toBe('API_DAY_AHEAD');
  });

  it('a judgement that is not final is none', async () => {
    const judgement = { court: 'Tribunal judiciaire', number: '1', judgedOn: '2026-11-02', finalOn: '2026-12-02' };
    expect((await app.post(`mergers/operations/${about}/annul`, { judgement })).body).toMatchObject({
      code: 'API_DAY_AHEAD',
      found: '2026-12-02',
    });
  });

  it('a publication that has not been printed is none', async () => {
    const body = { journalOfficielOn: '2031-05-05', effectiveAt: '2026-11-29' };
    expect((await app.post(`mergers/operations/${about}/take-effect`, body)).body).toMatchObject({
      code: 'API_DAY_AHEAD',
      found: '2031-05-05',
    });
  });
});

function participants() {
  return [
    { clusterId, role: 'absorbing' },
    { clusterId: countedUuid(3), role: 'absorbed' },
  ];
}
