import { dayOf } from './draw.ts';
import { id, type Correction, type Drafted, type Fact } from './history.ts';
import type { Name } from './setting.ts';
import type { Sent } from './world.ts';

/** The meeting that votes, with the office whose holders it elects, and the statutes of its day. */
export interface Voting {
  readonly name: Name;
  readonly office: Fact;
  readonly meetingHeld: Fact;
  readonly statutes: readonly Fact[];
  readonly called: number;
  readonly sheet: object;
}

const ELECTIONS = 'governance.elections';
const corrects = (of: string, name: string, changes: object): Correction => {
  return { of, name: `${ELECTIONS}.correct-${name}`, changes };
};

/** Two stand for a seat, one has the majority and takes office, on the day of the vote. */
export function drawElection(drafted: Drafted, { name, office, meetingHeld, statutes, called, sheet }: Voting): void {
  const { id: meetingId, on } = meetingHeld.sent;
  const electionId = id('election', name);
  const act = (verb: string, body: object, day = on): Sent => ({
    name: `${ELECTIONS}.${verb}`,
    id: electionId,
    body,
    on: day,
  });
  const place = { bodyId: id('body', name), officeId: id('office', name), meetingId };
  const call = drafted.fact('election', act('create', place, dayOf(called)), { after: [office, meetingHeld] });
  const candidacies = ['first', 'second'].map((which) => {
    const candidates = [{ person: { personId: id('person', which, name), name: `${which} of ${name}` } }];
    const filed = { candidacyId: id('candidacy', which, name), candidates };
    const misfiled = [{ person: { personId: id('person', `not ${which}`, name), name: 'Somebody else' } }];
    const mistake = {
      sent: act('file-candidacy', { ...filed, candidates: misfiled }, dayOf(called)),
      corrections: [corrects('CandidacyFiled', 'candidacy', { candidates })],
    };
    return drafted.fact('candidacy', act('file-candidacy', filed, dayOf(called)), { after: [call], mistake });
  });
  const tallyOf = (first: number, second: number) => ({
    ...{ ...sheet, ballots: 50 },
    votes: [first, second].map((votes, index) => {
      return { candidacyId: id('candidacy', index === 0 ? 'first' : 'second', name), votes };
    }),
  });
  const tally = drafted.fact('election held', act('record-tally', { tally: tallyOf(45, 5) }), {
    ...{ after: [...candidacies, ...statutes], needsRight: true },
    mistake: {
      sent: act('record-tally', { tally: tallyOf(5, 45) }),
      corrections: [corrects('ElectionHeld', 'tally', { tally: tallyOf(45, 5) })],
    },
  });
  drafted.fact('taking office', act('take-office', {}), { after: [tally, ...candidacies], needsRight: true });
}
