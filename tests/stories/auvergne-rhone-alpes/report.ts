import type { SeatOnDay, SeatPassage, StoryAnswers, Tenure } from './questions.ts';

/** What the independent verifier found. */
export interface Verification {
  readonly ok: boolean;
  readonly events: number;
  readonly streams: number;
  readonly readModels: number;
  readonly problemCount: number;
}

/** The answers as a person reads them. */
export function report(answers: StoryAnswers, verification: Verification): string {
  const { members, presidents, lineage, replay } = answers;
  return [
    heading('Digital League on 28 March 2017'),
    `  ${String(members.total)} members, of whom ${String(members.doubleOrigin)} had two origins`,
    `  (${String(members.lines.numelinkOnly)} through Numélink only, ${String(members.lines.clustrOnly)} through Clust'R Numérique only)`,
    `  by antenna: ${Object.entries(members.byAntenna)
      .map(([name, count]) => `${name} ${String(count)}`)
      .join(' · ')}`,
    heading("Who presided over the body that held the Bivouac's partner seat?"),
    ...presidents.onTheBivouacsSeat.map(seatLine),
    heading('Through which successions did that seat reach Digital League?'),
    ...lineage.seat.flatMap(passageLines),
    heading('Under which rules was each merger judged?'),
    ...lineage.rules.map(({ operation, rules }) => `  ${operation}: ${rules.join(', ')}`),
    heading('What differs between 30 and 31 March 2016?'),
    `  Numélink: ${String(replay.numelink['2016-03-30'])} members, then ${String(replay.numelink['2016-03-31'])}; ${String(replay.membersMoved)} memberships moved`,
    `  ${String(replay.clustersGone)} cluster and ${String(replay.bodiesGone)} of its bodies gone, ${String(replay.antennasOpened)} antenna opened, ${String(replay.seatsPassed)} partner seat passed`,
    heading('On which days was the office of president held by nobody, by one person, by two?'),
    ...presidents.numelink.map((tenure) => tenureLine('Numélink', tenure)),
    ...presidents.digitalLeague.map((tenure) => tenureLine('Digital League', tenure)),
    heading('What would have happened by jobs only instead of equal thirds?'),
    ...seatLines(answers.seats),
    heading('Is the history whole and unaltered?'),
    `  ${verification.ok ? 'yes' : 'NO'}: ${summary(verification)}`,
    '',
  ].join('\n');
}

function heading(text: string): string {
  return `\n${text}`;
}

function seatLine({ validAt, knownAt, seatHeldBy, presidents }: SeatOnDay): string {
  const known = knownAt === undefined ? '' : `, as known on ${knownAt}`;
  return `  on ${validAt}${known}: ${seatHeldBy} (${presidents.join(' and ')})`;
}

function passageLines({ from, holder, votes, rules }: SeatPassage): readonly string[] {
  const voted = votes.map(
    ({ cluster, on, outcome, inFavour, against }) =>
      `      ${cluster} ${outcome} on ${on}, ${String(inFavour)} to ${String(against)}`,
  );
  return [`  from ${from}: ${holder}${rules.length === 0 ? '' : `, under ${rules.join(', ')}`}`, ...voted];
}

function seatLines({ board, bureau, powerOfLyon }: StoryAnswers['seats']): readonly string[] {
  const line = (name: string, house: typeof board) =>
    `  ${name}: ${house.thirds.join(' ')} in equal thirds, ${house.jobsOnly.join(' ')} by jobs only`;
  return [
    line('board of 25', board),
    line('bureau of 15', bureau),
    `  Lyon decides in ${powerOfLyon.thirds} of the cases in which somebody does, or in ${powerOfLyon.jobsOnly}`,
  ];
}

function tenureLine(cluster: string, { from, to, holders }: Tenure): string {
  const who = holders.length === 0 ? 'nobody' : holders.join(' and ');
  return `  ${cluster}, ${to === null ? `since ${from}` : `${from} to ${to}`}: ${String(holders.length)} (${who})`;
}

function summary({ events, streams, readModels, problemCount }: Verification): string {
  const read = `${String(events)} events in ${String(streams)} streams, ${String(readModels)} read models`;
  return problemCount === 0 ? `${read}, no problem` : `${read}, ${String(problemCount)} problems`;
}
