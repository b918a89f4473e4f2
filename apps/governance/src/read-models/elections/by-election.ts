import type { DeclaredModels } from '#libs/hosting';
import type { MandateView, OfficeDocument } from '../offices/offices.projection.ts';
import { elections, type ElectionDocument } from './elections.projection.ts';

/** The mandates of an office that rest on an election. */
export function restOnElection(election: ElectionDocument, office: OfficeDocument | undefined) {
  const resting = office?.mandates.filter(({ electionId }) => electionId === election.electionId) ?? [];
  return resting.map(({ mandateId, person, since, limit, follows }) => ({
    ...{ mandateId, officeId: election.officeId, person, since },
    ...(limit === undefined ? {} : { limit }),
    ...(follows === undefined ? {} : { follows }),
    ...(isElected(person.personId, election) ? {} : { differs: 'not-elected' as const }),
  }));
}

function isElected(personId: string, { candidacies, elected }: ElectionDocument): boolean {
  const theirs = candidacies.filter(({ candidates }) => candidates.some(({ person }) => person.personId === personId));
  return theirs.some(({ candidacyId }) => elected.includes(candidacyId));
}

/** The office, with its mandates marked whose holders are not elected by what is known of their elections today. */
export async function withElections(office: OfficeDocument, models: DeclaredModels): Promise<OfficeDocument> {
  const ids = [...new Set(office.mandates.flatMap(({ electionId }) => electionId ?? []))];
  const found = await Promise.all(ids.map((id) => models.of(elections).get(id)));
  const known = new Map(found.flatMap((each) => (each === undefined ? [] : [[each.electionId, each]])));
  return { ...office, mandates: office.mandates.map((mandate) => asElected(mandate, known)) };
}

function asElected(mandate: MandateView, known: ReadonlyMap<string, ElectionDocument>): MandateView {
  const { electionId, person } = mandate;
  if (electionId === undefined) return mandate;
  const election = known.get(electionId);
  return election !== undefined && isElected(person.personId, election)
    ? mandate
    : { ...mandate, differs: 'not-elected' };
}
