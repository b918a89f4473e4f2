import type { Apportionment, ApportionmentInput, Explanation, Tie } from '#libs/apportionment';
import { terminalText } from '#libs/kernel';
import { groupDigits, plural, table } from '../output/text.ts';
import { about, fractionText, listOf, percent } from './numbers.ts';
import { reasonsText } from './reasons-text.ts';

type Decided = Exclude<Apportionment, { kind: 'refused' }>;

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

/** The seats and why, for people. */
export function seatsText(input: ApportionmentInput, outcome: Decided, explanation: Explanation): string {
  return [
    headOf(input),
    seatsTable(input, outcome, explanation),
    ...outcome.ties.map((tie) => tieText(tie)),
    ...reasonsText(input, explanation),
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
  const stake = `Tie on the limit: ${listOf(units)} have equal claims to ${groupDigits(seats)} ${plural(seats, 'seat')}.`;
  const rule = byRule.length === 0 ? '' : ` By the recorded rule: ${listOf(byRule)}.`;
  const lot = byLot.length === 0 ? '' : ` By the recorded lot: ${listOf(byLot)}.`;
  if (open === null) return `${stake}${rule}${lot}`;
  const need = `${groupDigits(open.seats)} ${plural(open.seats, 'seat')} between ${listOf(open.units)}`;
  return `${stake}${rule}\nLots are to be drawn for ${need} (--lot), or a rule is needed (--tie-rule).`;
}
