import { html, type Html } from '#libs/hosting';
import type { MinutedElection, MinutedResolution } from './minutes.view.ts';
import { exactIn, wordsIn, type Language } from './minutes.words.ts';

type Decision = NonNullable<MinutedResolution['decision']>;
type Reckoning = NonNullable<Decision['reckoning']>;

/** A resolution with its numbers, the base that they are measured against, and what it came to. */
export function resolutionIn(
  { subject, clause, status, decision, differs }: MinutedResolution,
  language: Language,
): Html {
  const words = wordsIn(language);
  const outcome = line(words.outcome, words.outcomes[status]);
  const lines = decision === undefined ? [] : decisionLines(decision, language);
  const other =
    differs?.outcome === undefined
      ? html``
      : html`<p>${words.known}${words.colon}${words.outcomes[differs.outcome]}.</p>`;
  return html`<h2>${words.resolution}${words.colon}${subject}</h2>
    ${table([line(words.kind, words.kinds[clause]), ...lines, outcome])} ${other}`;
}

function decisionLines({ tally, rule, reckoning, irregularities }: Decision, language: Language): readonly Html[] {
  const words = wordsIn(language);
  const { for: inFavour, against, abstentions, blank = 0, invalid = 0, ballot } = tally;
  const counted = { for: inFavour, against, abstentions, blank, invalid };
  const how = ballot === undefined ? '' : ` (${words.ballot[ballot]})`;
  return [
    line(words.statutes, String(rule.statutesVersion)),
    ...(['for', 'against', 'abstentions', 'blank', 'invalid'] as const).map((side) =>
      line(`${words.votes[side]}${side === 'for' ? how : ''}`, exactIn(counted[side])),
    ),
    ...(reckoning === undefined ? [] : reckonedLines(reckoning, language)),
    ...irregularLines(irregularities ?? [], language),
  ];
}

function reckonedLines(
  { convocation, quorum, majority, castingVote, groups = [] }: Reckoning,
  language: Language,
): readonly Html[] {
  const words = wordsIn(language);
  const { of, inFavour, base } = majority;
  return [
    ...(convocation === 'second' ? [line(words.convened, words.second)] : []),
    quorumLine(quorum, language),
    line(words.base, `${exactIn(base)} ${words.bases[of]}`),
    line(words.inFavour, exactIn(inFavour)),
    line(words.threshold, majorityBound(majority, language)),
    ...(castingVote === undefined ? [] : [line(words.chair, words.castingVote[castingVote])]),
    ...groups.map((each) => line(each.group, `${exactIn(each.inFavour)} ${words.of} ${exactIn(each.base)}`)),
  ];
}

function quorumLine({ found, of, members, needed }: Reckoning['quorum'], language: Language): Html {
  const words = wordsIn(language);
  const there = `${exactIn(found)} ${words.quorumOf[of]} ${words.of} ${exactIn(members)}`;
  return line(words.quorum, `${there}, ${exactIn(needed)} ${words.needed}`);
}

type Bound = Pick<Reckoning['majority'], 'exceeded' | 'threshold' | 'needed'>;

function majorityBound({ exceeded, threshold, needed }: Bound, language: Language): string {
  const words = wordsIn(language);
  const bound = `${exceeded ? words.exceeded : words.reached} ${exactIn(threshold)}`;
  return needed === undefined ? bound : `${bound} (${exactIn(needed)})`;
}

function irregularLines(irregularities: NonNullable<Decision['irregularities']>, language: Language): readonly Html[] {
  const words = wordsIn(language);
  return irregularities.map(({ kind, found, required }) => {
    const numbers = [found, required].filter((text) => text !== undefined).join(' / ');
    return line(words.irregular, `${words.irregularities[kind]}${numbers === '' ? '' : ` (${numbers})`}`);
  });
}

/** A round of an election: what each candidacy had, what was needed, and who was elected. */
export function electionIn(election: MinutedElection, language: Language): Html {
  const words = wordsIn(language);
  const { office, round, rule, reckoning, outcome, resolved, irregularities = [] } = election;
  const { majority } = reckoning;
  return html`<h2>${words.election}${words.colon}${office} (${words.round} ${round})</h2>
    ${table([
      line(words.statutes, String(rule.statutesVersion)),
      quorumLine(reckoning.quorum, language),
      ...voteLines(election, language),
      ...(majority === undefined
        ? []
        : [
            line(words.base, `${exactIn(majority.base)} ${words.bases[majority.of]}`),
            line(words.threshold, majorityBound(majority, language)),
          ]),
      ...irregularLines(irregularities, language),
      line(words.outcome, words.electionOutcomes[outcome]),
      ...(resolved === undefined ? [] : [line(words.tie, words.tieRules[resolved.by])]),
      line(words.elected, electedIn(election).join(' ; ') || '–'),
    ])}`;
}

function voteLines({ candidacies, tally }: MinutedElection, language: Language): readonly Html[] {
  const words = wordsIn(language);
  const { votes, ballots, abstentions = 0, blank = 0, invalid = 0, against } = tally;
  return [
    ...votes.map((each) => line(namesOf(candidacies, each.candidacyId), exactIn(each.votes))),
    ...(against === undefined ? [] : [line(words.votes.against, exactIn(against))]),
    line(words.ballots, exactIn(ballots)),
    line(words.votes.abstentions, exactIn(abstentions)),
    line(words.votes.blank, exactIn(blank)),
    line(words.votes.invalid, exactIn(invalid)),
  ];
}

function electedIn({ candidacies, elected, resolved }: MinutedElection): readonly string[] {
  const ids = new Set([...elected, ...(resolved?.elected ?? [])]);
  return [...ids].map((id) => namesOf(candidacies, id));
}

function namesOf(candidacies: MinutedElection['candidacies'], id: string): string {
  const candidacy = candidacies.find((each) => each.candidacyId === id);
  return candidacy?.candidates.map(({ person }) => person.name).join(', ') ?? id;
}

export function table(lines: readonly Html[]): Html {
  return html`<table>
    <tbody>
      ${lines}
    </tbody>
  </table>`;
}

export function line(name: string, value: string): Html {
  return html`<tr>
    <th>${name}</th>
    <td>${value}</td>
  </tr> `;
}
