import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '#libs/kernel';
import { connectPool } from '#libs/postgres';
import { Progress } from '../../apps/cli/src/output/progress.ts';
import { Api } from '../../apps/cli/src/system/api.ts';
import { verify, type Verification } from '../../apps/cli/src/verify/verify.ts';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { forge, goldenAbout, type Forged } from './support/alteration.ts';
import { playEveryAggregate } from './support/every-aggregate.ts';
import { TestPlatform } from './support/test-platform.ts';

/** An event of the aggregate, and what is put in its place: an event of the aggregate as well, and a valid one. */
interface Alteration {
  readonly at: string;
  readonly to: (event: RecordedEvent, others: readonly RecordedEvent[]) => Forged;
}

/** Another type, about the same thing. */
const as = (at: string, type: string): Alteration => ({
  at,
  to: (event) => ({ type, data: goldenAbout(event, type) }),
});

/** Streams that hold one event of one type for ever: one event more is what cannot follow, taken from another such stream. */
const second = (at: string): Alteration => ({
  at,
  to: (_event, [first]) => (first === undefined ? {} : { stream: first.stream, revision: 1n }),
});

/** By the name of the aggregate, as its streams have it. */
const ALTERATIONS: Readonly<Record<string, Alteration>> = {
  'membership.organisation': as('membership.OrganisationRenamed', 'membership.OrganisationRegistered'),
  'membership.identifier': second('membership.IdentifierClaimed'),
  'membership.cluster': as('membership.ClusterNamed', 'membership.ClusterRevived'),
  'membership.antenna': as('membership.AntennaClosed', 'membership.AntennaOpened'),
  'membership.membership': as('membership.MembershipSucceeded', 'membership.MemberAdmitted'),
  'membership.representative': as('membership.RepresentativeEnded', 'membership.RepresentativeEndedVoided'),
  'membership.college': as('membership.CollegeClosed', 'membership.CollegeOpened'),
  'membership.fee': as('membership.FeePaid', 'membership.FeeCalled'),
  // Each version takes its place among the others: what cannot follow is the correction of one that is not there.
  'membership.fee-policy': as('membership.FeePolicySet', 'membership.FeePolicySetVoided'),
  'membership.funding': as('membership.FundingRuleSet', 'membership.FundingRuleSetVoided'),
  'membership.objective': as('membership.ObjectiveMeasured', 'membership.ObjectiveSet'),
  'membership.subsidy': as('membership.SubsidyGranted', 'membership.SubsidyRequested'),
  'membership.volunteering': as('membership.VolunteerTimeRecorded', 'membership.VolunteeringNotValued'),
  'membership.agreement': as('membership.AgreementSigned', 'membership.AgreementDrawnUp'),
  'membership.label-scheme': as('membership.LabelSchemeSet', 'membership.LabelSchemeWithdrawn'),
  'membership.label': as('membership.LabelAwarded', 'membership.LabelResumed'),
  'membership.succession': as('membership.SuccessionApplied', 'membership.SuccessionStarted'),
  'membership.embargo': second('membership.EmbargoLifted'),
  'governance.body': as('governance.BodyCreated', 'governance.BodyResized'),
  'governance.office': as('governance.MandateEnded', 'governance.MandateStarted'),
  'governance.role': as('governance.RoleAssigned', 'governance.RoleEnded'),
  'governance.statutes': {
    at: 'governance.StatutesAdopted',
    to: ({ data }, [first]) => ({ data: { ...data, statutesVersion: first?.data['statutesVersion'] ?? null } }),
  },
  'governance.seat-plan': as('governance.SeatLotsDrawn', 'governance.SeatsApportioned'),
  'governance.roll': as('governance.RollFrozen', 'governance.RollAmended'),
  'governance.meeting': as('governance.MeetingHeld', 'governance.MeetingConvened'),
  'governance.election': as('governance.ElectionHeld', 'governance.ElectionCalled'),
  'governance.resolution': as('governance.ResolutionDecided', 'governance.ResolutionTabled'),
  'governance.declarations': as('governance.DeclarationReceipted', 'governance.DeclarationFiled'),
  'governance.interests': as('governance.RegulatedAgreementDecided', 'governance.RegulatedAgreementReported'),
  'governance.mandate-reminder': second('governance.MandateReminded'),
  'governance.succession': as('governance.SuccessionApplied', 'governance.SuccessionStarted'),
  'governance.data-export': second('governance.PersonalDataExported'),
  'incubation.incubator': as('incubation.IncubatorRenamed', 'incubation.IncubatorOpened'),
  'incubation.partner': as('incubation.PartnershipPassed', 'incubation.PartnerJoined'),
  'incubation.occupancy': as('incubation.ResidencyStarted', 'incubation.CompanyAdmitted'),
  'incubation.session': second('incubation.SupportSessionHeld'),
  'incubation.introduction': as('incubation.IntroductionOutcomeRecorded', 'incubation.FunderIntroduced'),
  'incubation.accompaniment': as('incubation.MentorReleased', 'incubation.MentorAssigned'),
  'incubation.call': as('incubation.CallClosingMoved', 'incubation.CallPublished'),
  'incubation.selection': as('incubation.ConflictDeclared', 'incubation.ApplicationReceived'),
  'incubation.succession': as('incubation.SuccessionApplied', 'incubation.SuccessionStarted'),
  'events.programme': as('events.ProgrammePartTaken', 'events.ProgrammeStarted'),
  'events.introduction': second('events.IntroductionMade'),
  'events.community': as('events.CommunityJoined', 'events.CommunityOpened'),
  'events.calendar-link': as('events.CalendarLinkRevoked', 'events.CalendarLinkIssued'),
  'events.series': as('events.EditionPlanned', 'events.SeriesStarted'),
  'events.data-export': second('events.PersonalDataExported'),
  'events.registrations': as('events.PartyNamed', 'events.RegistrationReceived'),
  'events.succession': as('events.SuccessionApplied', 'events.SuccessionStarted'),
  'events.gathering': as('events.GatheringAnnounced', 'events.GatheringPlanned'),
  'mergers.operation': as('mergers.SuccessionTookEffect', 'mergers.PlanAdopted'),
  'mergers.dry-run': second('mergers.DryRunKept'),
  'mergers.effect': second('mergers.EffectReckoned'),
  'mergers.embargo': second('mergers.EmbargoLifted'),
  'mergers.engagement': as('mergers.BodyReleased', 'mergers.BodyEngaged'),
};

const AGGREGATES = contexts.flatMap(({ aggregates }) => aggregates.map(({ context, name }) => `${context}.${name}`));

describe('an event replaced in the database by another valid one of its aggregate', () => {
  let platform: TestPlatform;
  let before: Verification;
  let after: Verification;
  /** Where each aggregate was altered. */
  const altered = new Map<string, Pick<RecordedEvent, 'stream' | 'revision'>>();

  const verified = (): Promise<Verification> => {
    const { url } = platform.platform;
    const { signal } = new AbortController();
    return verify(new Api(url, signal), new Progress({ isTerminal: false, write: () => true }));
  };

  async function alter(aggregate: string, events: readonly RecordedEvent[]): Promise<void> {
    const alteration = ALTERATIONS[aggregate];
    const found = events.filter(({ type, stream }) => type === alteration?.at && stream.startsWith(`${aggregate}-`));
    const event = found.at(-1);
    if (alteration === undefined || event === undefined) return;
    const forged = alteration.to(event, found.slice(0, -1));
    const pool = connectPool(platform.database.url, { max: 1 });
    await forge(pool, event, forged).finally(() => pool.end());
    altered.set(aggregate, { stream: forged.stream ?? event.stream, revision: forged.revision ?? event.revision });
  }

  beforeAll(async () => {
    platform = await TestPlatform.start();
    await playEveryAggregate(platform);
    const events = await platform.events();
    before = await verified();
    for (const aggregate of AGGREGATES) await alter(aggregate, events);
    after = await verified();
  });
  afterAll(() => platform.stop());

  it('the history was a good one before', () => {
    expect(before).toMatchObject({ ok: true, problems: [] });
  });

  it('positions, revisions, hashes and schemas say nothing', () => {
    const checks = new Set(after.problems.map(({ check }) => check));
    expect([...checks].filter((check) => check !== 'stream-folds' && check !== 'read-model')).toEqual([]);
  });

  it.each(AGGREGATES)('%s: the stream is named, with the revision', (aggregate) => {
    const place = altered.get(aggregate);
    const found = after.problems.filter(({ check, stream }) => check === 'stream-folds' && stream === place?.stream);
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(`^does not fold at revision ${String(place?.revision)}: `),
    ]);
  });

  it('no other stream is', () => {
    const named = after.problems.filter(({ check }) => check === 'stream-folds').map(({ stream }) => stream);
    expect(named.toSorted()).toEqual([...altered.values()].map(({ stream }) => stream).toSorted());
  });
});
