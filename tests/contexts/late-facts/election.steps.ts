import type { Uuid } from '#libs/kernel';
import type { Step } from './late-case.ts';

type Of = (...names: readonly string[]) => Uuid;

export const VOTED = '2016-04-01';
const sheet = { members: 10, present: 6, represented: 0 };

export const candidate = (of: Of, name: string) => ({ personId: of('person', name), name });

/** The numbers of a round, as many ballots as votes. */
export function roundOf(of: Of, votes: Readonly<Record<string, number>>): object {
  const named = Object.entries(votes).map(([name, each]) => ({ candidacyId: of('candidacy', name), votes: each }));
  return { ...sheet, ballots: named.reduce((sum, { votes: each }) => sum + each, 0), votes: named };
}

/** An election of the board to an office of its own: its candidacies, its round, and what became of it. */
export function electionOf(of: Of, which: string, votes: Readonly<Record<string, number>>): readonly Step[] {
  const [bodyId, meetingId, electionId] = [of('body', which), of('meeting', 'election'), of('election')];
  const about = `governance/elections/${electionId}`;
  const effectiveAt = '2016-03-01';
  const post = (path: string, body: object, states?: Step['states']): Step => ({ post: path, body, states });
  return [
    post('governance/meetings', { id: meetingId, bodyId, scheduledFor: VOTED, agenda: ['x'], effectiveAt }),
    post(`governance/meetings/${meetingId}/hold`, { ...sheet, effectiveAt: VOTED }),
    post('governance/elections', { id: electionId, bodyId, officeId: of('office', which), meetingId, effectiveAt }),
    ...Object.keys(votes).map((name) =>
      post(`${about}/file-candidacy`, {
        ...{ candidacyId: of('candidacy', name), candidates: [{ person: candidate(of, name) }], effectiveAt },
      }),
    ),
    post(`${about}/record-tally`, { tally: roundOf(of, votes), effectiveAt: VOTED }, { round: 'ElectionHeld' }),
  ];
}

export function takeOffice(of: Of): Step {
  return { post: `governance/elections/${of('election')}/take-office`, body: { effectiveAt: VOTED } };
}
