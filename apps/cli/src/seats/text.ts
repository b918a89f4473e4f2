import type { Apportionment, ApportionmentInput, Explanation, Margin, Move, Tie } from '#libs/apportionment';
import { terminalText } from '#libs/kernel';
import { groupDigits, plural, table } from '../output/text.ts';
import { about, fractionText, percent } from './numbers.ts';

type Decided = Exclude<Apportionment, { kind: 'refused' }>;

/** So many of the last seats are shown with their quotients; all of them are in the answer for programs. */
const SHOWN = 30;

const NAMES = {
  'sainte-lague': 'Sainte-Laguë (Webster)',
  'd-hondt': 'd’Hondt (Jefferson)',
  'huntington-hill': 'Huntington-Hill',
  adams: 'Adams',
  dean: 'Dean',
  hamilton: 'largest remainders (Hamilton, Hare and Niemeyer)',
  'quota-method': 'the quota method (Balinski and Young)',
  'base-and-proportion': 'base and proportion',
} as const;

const list = (names: readonly string[], last = 'and'): string =>
  names.length < 2
    ? names.map(terminalText).join('')
    : `${names.slice(0, -1).map(terminalText).join(', ')} ${last} ${terminalText(names.at(-1) ?? '')}`;

/** The seats and why, for people. */
export function seatsText(input: ApportionmentInput, outcome: Decided, explanation: Explanation): string {
  return [
    headOf(input),
    seatsTable(input, outcome, explanation),
    ...outcome.ties.map((tie) => tieText(tie)),
    winningText(explanation),
    marginsText(explanation),
    powerText(input, explanation),
    checksText(explanation),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function headOf({ house, method, criteria, degression }: ApportionmentInput): string {
  const weights = criteria.map(({ name, weight }) => `${terminalText(name)} ${fractionText(weight)}`).join(', ');
  const roots = degression === 'square-root' ? ', by square roots' : '';
  return `${groupDigits(house)} ${plural(house, 'seat')} by ${NAMES[method]}: ${weights}${roots}`;
}

function seatsTable(
  { reserved = [] }: ApportionmentInput,
  { seats, vacant }: Decided,
  { quotas }: Explanation,
): string {
  const hasReserved = reserved.length > 0;
  const head = ['unit', 'seats', ...(hasReserved ? ['reserved'] : []), 'quota', 'share'];
  const rows = seats.map(({ unit, seats: count, reserved: own }, index) => {
    const { quota, share } = quotas[index] ?? { quota: ZERO, share: ZERO };
    return [unit, String(count), ...(hasReserved ? [String(own)] : []), about(quota, 3), percent(share)];
  });
  const others = reserved
    .filter(({ unit }) => unit === undefined)
    .map((each) => [each.name, String(each.seats), String(each.seats), '', '']);
  const empty = vacant > 0 ? [['(vacant)', String(vacant)]] : [];
  return table(head, [...rows, ...others, ...empty]);
}

const ZERO = { numerator: '0', denominator: '1' } as const;

function tieText({ units, seats, byRule, byLot, open }: Tie): string {
  const stake = `Tie on the limit: ${list(units)} have equal claims to ${groupDigits(seats)} ${plural(seats, 'seat')}.`;
  const rule = byRule.length === 0 ? '' : ` By the recorded rule: ${list(byRule)}.`;
  const lot = byLot.length === 0 ? '' : ` By the recorded lot: ${list(byLot)}.`;
  if (open === null) return `${stake}${rule}${lot}`;
  const need = `${groupDigits(open.seats)} ${plural(open.seats, 'seat')} between ${list(open.units)}`;
  return `${stake}${rule}\nLots are to be drawn for ${need} (--lot), or a rule is needed (--tie-rule).`;
}

function winningText({ winning, nextInLine }: Explanation): string {
  const { by, before, shown, omitted } = winning;
  const rows = shown.slice(-SHOWN).map(({ seat, unit, quotient }) => [String(seat), unit, about(quotient, 9)]);
  const hidden = omitted + Math.max(shown.length - SHOWN, 0);
  const named = { quotient: 'quotient', 'squared-quotient': 'quotient, squared', remainder: 'remainder' }[by];
  const notes = [
    ...(before > 0
      ? [`${groupDigits(before)} ${plural(before, 'seat')} by minimum, base or whole quotas come first.`]
      : []),
    ...(hidden > 0 ? [`${groupDigits(hidden)} earlier ${plural(hidden, 'seat')}: --json has more.`] : []),
  ];
  const next = nextInLine.map(({ unit }) => unit);
  const after =
    nextInLine[0] === undefined ? [] : [`Next in line: ${list(next)} (${about(nextInLine[0].quotient, 9)}).`];
  const won = rows.length === 0 ? [] : [table(['seat', 'won by', named], rows)];
  return [...won, ...notes, ...after].join('\n');
}

function marginsText({ margins: { shown, omitted } }: Explanation): string {
  if (shown.length === 0) return '';
  const rows = shown.map((margin: Margin) => [
    ...[margin.unit, margin.criterion, moveText(margin.loses, 'fewer', 'to'), moveText(margin.gains, 'more', 'from')],
  ]);
  const note = omitted > 0 ? [`${groupDigits(omitted)} units further from the limit are left out.`] : [];
  return [table(['unit', 'by', 'loses a seat with', 'gains a seat with'], rows), ...note].join('\n');
}

function moveText(move: Move | null, direction: 'fewer' | 'more', preposition: 'to' | 'from'): string {
  if (move === null) return 'never';
  const whom = list(move.units, move.lot ? 'or' : 'and');
  const lot = move.lot ? `, by a lot with ${whom}` : whom === '' ? '' : `, ${preposition} ${whom}`;
  return `${groupText(move.by)} ${direction}${lot}`;
}

const groupText = (figure: string): string =>
  figure.replace(/^\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, ','));

function powerText({ house }: ApportionmentInput, { power, largestShare }: Explanation): string {
  const share = `Largest share: ${list(largestShare.units)}, ${percent(largestShare.share)} of the seats.`;
  if (power.kind === 'not-computed')
    return `${share}\nBanzhaf index not computed: found ${power.found}; required ${power.required}.`;
  const rows = power.indexes.map(({ group, index }) => [group, fractionText(index), percent(index)]);
  const decide = `${groupDigits(power.decide)} of ${groupDigits(house)} decide.`;
  return `${share} ${decide}\n${table(['group', 'Banzhaf index', ''], rows)}`;
}

function checksText({ quotaViolations, neighbours }: Explanation): string {
  const quota = quotaViolations.map(
    ({ unit, seats, lower, upper }) =>
      `${terminalText(unit)} breaks its quota: ${String(seats)} shared seats, ${String(lower)} or ${String(upper)} would keep it.`,
  );
  const beside = neighbours.map(({ house, gains, loses, paradox, refused }) => {
    if (refused) return `With ${groupDigits(house)} seats: refused.`;
    const moved = [
      ...(gains.length > 0 ? [`${list(gains)} more`] : []),
      ...(loses.length > 0 ? [`${list(loses)} fewer`] : []),
    ];
    const alabama = paradox.length > 0 ? ` Alabama paradox: ${list(paradox)}.` : '';
    return `With ${groupDigits(house)} seats: ${moved.length === 0 ? 'a tie is to be decided' : moved.join('; ')}.${alabama}`;
  });
  return [...(quota.length === 0 ? ['Every unit keeps within its quota.'] : quota), ...beside].join('\n');
}
