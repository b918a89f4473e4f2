import { statutesInForceOn } from '#libs/ballot';
import { overlap } from '#libs/kernel';
import type { Companies } from '#libs/succession';
import { concernedBy, interestsIn } from '../../domain/interests/concerned.ts';
import type { BodyDocument } from '../bodies/bodies.projection.ts';
import { holdersOf, type OfficeDocument } from '../offices/offices.projection.ts';
import type { ResolutionDocument } from '../resolutions/resolutions.projection.ts';
import type { StatutesDocument } from '../statutes/statutes.projection.ts';
import type { InterestsDocument } from './interests.projection.ts';
import type { ConcernedView, Finding, InterestsReport, ReportedAgreement } from './report.view.ts';

type Agreement = InterestsDocument['agreements'][number];
type Interest = InterestsDocument['interests'][number];

/** Everything from which a report follows. */
export interface ReportFacts {
  readonly register: InterestsDocument;
  /** Those whose holders administer the cluster, as they are held. */
  readonly offices: readonly OfficeDocument[];
  readonly companies: Pick<Companies, 'headOn'>;
  readonly resolutions: ReadonlyMap<string, ResolutionDocument>;
  readonly bodies: ReadonlyMap<string, BodyDocument>;
  readonly statutes: StatutesDocument | undefined;
}

/** The agreements of a period, by what had been declared and decided by a day. */
export function reportOn(
  facts: ReportFacts,
  { from, until, validAt }: Pick<InterestsReport, 'from' | 'until' | 'validAt'>,
): InterestsReport {
  const { clusterId, agreements, interests: all } = facts.register;
  const interests = all.filter(({ declaredOn }) => declaredOn <= validAt);
  const ofPeriod = agreements.filter(({ on }) => from <= on && on <= until);
  return {
    ...{ clusterId, from, until, validAt },
    agreements: ofPeriod.map((agreement) => reported(asDecidedBy(agreement, validAt), interests, facts)),
    interests: interests.filter((interest) => overlap(interest, { since: from, limit: until })),
  };
}

function asDecidedBy({ decision, ...agreement }: Agreement, day: string): Agreement {
  return decision === undefined || decision.on > day ? agreement : { ...agreement, decision };
}

function reported(agreement: Agreement, interests: readonly Interest[], facts: ReportFacts): ReportedAgreement {
  const { concerned: _named, decision: decided, ...rest } = agreement;
  const concerned = concernedIn(agreement, interests, facts);
  const resolution = decided && facts.resolutions.get(decided.resolutionId);
  const { status, bodyId } = resolution ?? {};
  const decision = decided && { ...decided, ...(status === undefined ? {} : { outcome: status, bodyId }) };
  return {
    ...rest,
    concerned,
    status: status === 'adopted' ? 'approved' : status === 'rejected' ? 'not-approved' : 'pending',
    ...(decision === undefined ? {} : { decision }),
    findings: [
      ...findingsOnDecision(agreement, resolution, facts),
      ...concerned.flatMap((each) => findingsOn(each, agreement)),
    ],
  };
}

interface Director {
  readonly person: ConcernedView['person'];
  readonly office: ConcernedView['offices'][number];
}

function directorsOn(offices: readonly OfficeDocument[], day: string): readonly Director[] {
  return offices.flatMap((office) => {
    const { officeId, bodyId, title } = office;
    return holdersOf(office, day).map(({ mandateId, person }) => ({
      person,
      office: { officeId, bodyId, title, mandateId },
    }));
  });
}

function concernedIn(
  agreement: Agreement,
  interests: readonly Interest[],
  { offices, companies }: ReportFacts,
): readonly ConcernedView[] {
  const { on, party, concerned, decision } = agreement;
  const directors = directorsOn(offices, on);
  const ids = { companies, directors: directors.map(({ person }) => person.personId) };
  const { named, interested } = concernedBy(agreement, interests, ids);
  const declared = interestsIn(agreement, interests, companies);
  const own = party.person === undefined ? [] : [party.person];
  const known = [...own, ...concerned, ...declared.map(({ person }) => person)];
  const persons = new Map(known.map((person) => [person.personId, person]));
  return [...persons]
    .filter(([id]) => named.includes(id) || interested.includes(id))
    .map(([id, person]) => ({
      person,
      isNamed: named.includes(id),
      interests: declared.filter((each) => each.person.personId === id),
      offices: directors.filter((each) => each.person.personId === id).map(({ office }) => office),
      ...(decision === undefined ? {} : { tookNoPart: decision.abstainedIds.includes(id) }),
    }));
}

function findingsOn(
  { person: { personId }, isNamed, interests, offices, tookNoPart }: ConcernedView,
  { party, on }: Agreement,
): readonly Finding[] {
  const isParty = party.person?.personId === personId;
  const finding = (kind: Finding['kind'], isSo: boolean): readonly Finding[] => (isSo ? [{ kind, personId }] : []);
  return [
    ...finding('concerned-not-named', !isNamed),
    ...finding('concerned-took-part', tookNoPart === false),
    ...finding('interest-not-declared', interests.length === 0 && !isParty),
    ...finding('interest-declared-after', interests.length > 0 && interests.every(({ declaredOn }) => declaredOn > on)),
    ...finding('not-in-office', offices.length === 0),
  ];
}

function findingsOnDecision(
  { decision }: Agreement,
  resolution: ResolutionDocument | undefined,
  facts: ReportFacts,
): readonly Finding[] {
  if (decision === undefined) return [{ kind: 'not-decided' }];
  if (resolution?.status !== 'adopted' && resolution?.status !== 'rejected') return [{ kind: 'resolution-void' }];
  const kind = facts.bodies.get(resolution.bodyId)?.kind;
  const isRight = kind === undefined || approving(facts.statutes, decision.on).includes(kind);
  return isRight ? [] : [{ kind: 'decided-by-other-body' }];
}

/** The bodies that approve the accounts decide on the report: the assembly, unless the statutes say otherwise. */
function approving(statutes: StatutesDocument | undefined, day: string): readonly BodyDocument['kind'][] {
  const inForce = statutesInForceOn(statutes?.versions ?? [], day);
  return inForce?.decidedBy?.find(({ kind }) => kind === 'accounts')?.bodyKinds ?? ['assembly'];
}
