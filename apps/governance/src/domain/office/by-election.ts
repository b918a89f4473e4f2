import { below } from '#libs/kernel';
import { candidacyById, type ElectionState } from '../election/election.ts';
import { electedIn } from '../election/result.ts';
import type { OfficeRejection } from './office.rejection.ts';
import type { MandateStarted } from './office.ts';

type Started = Pick<MandateStarted, 'person' | 'officeId' | 'how' | 'since'>;

/** Why a mandate does not rest on an election: of whoever was elected in it, into this office, it may begin on that day or later. */
export function notElected(
  { person: { personId }, officeId, how, since }: Started,
  election: ElectionState,
): OfficeRejection | undefined {
  if (election.status === 'absent') return { type: 'GOV_ELECTION_NOT_FOUND' };
  const { officeId: into } = election.called;
  if (into !== officeId) return { type: 'GOV_ELECTED_TO_ANOTHER_OFFICE', found: into, required: officeId };
  if (how !== 'elected') return { type: 'GOV_MANDATE_NOT_BY_ELECTION', found: how, required: 'elected' };
  const all = electedPersons(election);
  const its = all.find((each) => each.person.personId === personId);
  if (its !== undefined) return below('GOV_MANDATE_BEFORE_ELECTION', since, its.on);
  const required = all.map(({ person }) => person.personId).join(', ') || 'nobody is elected';
  return { type: 'GOV_PERSON_NOT_ELECTED', found: personId, required };
}

/** Whoever was elected, with the day of the vote or of the lots. */
export function electedPersons(election: ElectionState) {
  if (election.status === 'absent') return [];
  return electedIn(election.rounds).flatMap(({ candidacyId, on }) => {
    const { candidates = [] } = candidacyById(election, candidacyId)?.filed ?? {};
    return candidates.map((candidate) => ({ ...candidate, on }));
  });
}
