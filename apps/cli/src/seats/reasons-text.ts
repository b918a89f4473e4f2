import type { ApportionmentInput, Explanation, Margin, Move } from '#libs/apportionment';
import { terminalText } from '#libs/kernel';
import { groupDigits, plural, table } from '../output/text.ts';
import { about, fractionText, listOf, percent } from './numbers.ts';

/** So many of the last seats are shown with their quotients; all of them are in the answer for programs. */
const SHOWN = 30;

/** Why the seats are as they are, in paragraphs. */
export function reasonsText(input: ApportionmentInput, explanation: Explanation): readonly string[] {
  return [winningText(explanation), marginsText(explanation), powerText(input, explanation), checksText(explanation)];
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
    nextInLine[0] === undefined ? [] : [`Next in line: ${listOf(next)} (${about(nextInLine[0].quotient, 9)}).`];
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
  const whom = listOf(move.units, move.lot ? 'or' : 'and');
  const lot = move.lot ? `, by a lot with ${whom}` : whom === '' ? '' : `, ${preposition} ${whom}`;
  return `${groupText(move.by)} ${direction}${lot}`;
}

const groupText = (figure: string): string =>
  figure.replace(/^\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, ','));

function powerText({ house }: ApportionmentInput, { power, largestShare }: Explanation): string {
  const share = `Largest share: ${listOf(largestShare.units)}, ${percent(largestShare.share)} of the seats.`;
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
      ...(gains.length > 0 ? [`${listOf(gains)} more`] : []),
      ...(loses.length > 0 ? [`${listOf(loses)} fewer`] : []),
    ];
    const alabama = paradox.length > 0 ? ` Alabama paradox: ${listOf(paradox)}.` : '';
    return `With ${groupDigits(house)} seats: ${moved.length === 0 ? 'a tie is to be decided' : moved.join('; ')}.${alabama}`;
  });
  return [...(quota.length === 0 ? ['Every unit keeps within its quota.'] : quota), ...beside].join('\n');
}
