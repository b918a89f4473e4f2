import type * as ask from './questions.ts';
import type { federalSeats } from './federal-seats.ts';

type Members = Omit<Awaited<ReturnType<typeof ask.membersOfDigitalLeague>>, 'inBoth'>;
type Merger = Awaited<ReturnType<typeof ask.rulesOfTheMergers>>[number];
type Seats = Awaited<ReturnType<typeof federalSeats>>;
type Replayed = Awaited<ReturnType<typeof ask.replayedTo>>;
type Difference = Awaited<ReturnType<typeof ask.differenceOfMarch2016>> & {
  readonly memberships: Readonly<Record<string, Replayed>>;
};

const counted = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(' · ');

export function memberLines({ total, doubleOrigin, lines, byAntenna, bySegment }: Members): readonly string[] {
  return [
    `${String(total)} members, of whom ${String(doubleOrigin)} had two origins`,
    `${String(lines.numelinkOnly)} through Numélink only, ${String(lines.clustrOnly)} through Clust'R Numérique only`,
    `by antenna: ${counted(byAntenna)}`,
    `by segment: ${counted(bySegment)}`,
  ];
}

export function seatLine({ validAt, knownAt, seatHeldBy, presidents }: ask.SeatOnDay): string {
  const known = knownAt === undefined ? '' : `, as known on ${knownAt}`;
  return `on ${validAt}${known}: ${seatHeldBy} (${presidents.join(' and ')})`;
}

export function passageLines({ from, holder, votes, rules }: ask.SeatPassage): readonly string[] {
  const voted = votes.map(
    ({ cluster, on, outcome, inFavour, against }) =>
      `    ${cluster} ${outcome} on ${on}, ${String(inFavour)} to ${String(against)}`,
  );
  return [`from ${from}: ${holder}${rules.length === 0 ? '' : `, under ${rules.join(', ')}`}`, ...voted];
}

export function ruleLines({ operation, rules, underTheDecree }: Merger): string {
  return `${operation}: ${rules.join(', ')}${underTheDecree ? '' : ' (before the decree)'}`;
}

export function differenceLines({ numelink, memberships, ...differs }: Difference): readonly string[] {
  const { membersMoved, clustersGone, bodiesGone, antennasOpened, seatsPassed } = differs;
  return [
    `Numélink: ${String(numelink['2016-03-30'])} members, then ${String(numelink['2016-03-31'])}; ${String(membersMoved)} memberships moved`,
    `${String(clustersGone)} cluster and ${String(bodiesGone)} of its bodies gone, ${String(antennasOpened)} antenna opened, ${String(seatsPassed)} partner seat passed`,
    ...Object.entries(memberships).map(
      ([day, { documents, sha256 }]) =>
        `replayed to ${day}: ${String(documents)} memberships, SHA-256 ${sha256.slice(0, 12)}…`,
    ),
  ];
}

export function seatLines({ board, bureau, powerOfLyon }: Seats): readonly string[] {
  const line = (name: string, house: typeof board) =>
    `${name}: ${house.thirds.join(' ')} in equal thirds, ${house.jobsOnly.join(' ')} by jobs only`;
  return [
    line('board of 25', board),
    line('bureau of 15', bureau),
    `Lyon decides in ${powerOfLyon.thirds} of the cases in which somebody does, or in ${powerOfLyon.jobsOnly}`,
  ];
}

export function tenureLine(cluster: string, { from, to, holders }: ask.Tenure): string {
  const who = holders.length === 0 ? 'nobody' : holders.join(' and ');
  return `${cluster}, ${to === null ? `since ${from}` : `${from} to ${to}`}: ${String(holders.length)} (${who})`;
}
