import type { Refusal } from '#libs/kernel';
import type { Admission, Occupancy } from './occupancy.state.ts';

export type NotAccompanied = Refusal<'INC_COMPANY_NOT_ACCOMPANIED', 'found' | 'required'>;

/** Whether a company of this admission is inside on a day, or has left by then; who only waits, or withdrew, is neither. */
function isAccompaniedOn({ startedOn }: Admission, day: string): boolean {
  return startedOn !== undefined && startedOn <= day;
}

/** Why an incubator does nothing for some companies on a day: each that is neither inside nor an alumnus then, with what it is. */
export function notAccompanied(
  { admissions }: Pick<Occupancy, 'admissions'>,
  organisationIds: readonly string[],
  day: string,
): NotAccompanied | undefined {
  const others = organisationIds.flatMap((id) => {
    const own = admissions.filter(({ admitted }) => admitted.organisationId === id);
    return own.some((each) => isAccompaniedOn(each, day)) ? [] : [`${id}, which ${stateOf(own, day)}`];
  });
  if (others.length === 0) return undefined;
  const required = `companies that are inside on ${day}, or have left by then`;
  return { type: 'INC_COMPANY_NOT_ACCOMPANIED', found: others.join('; '), required };
}

function stateOf(own: readonly Admission[], day: string): string {
  const starts = own.flatMap(({ startedOn }) => startedOn ?? []).toSorted();
  const waits = own.some(({ admitted, ended }) => admitted.on <= day && (ended === undefined || day < ended.on));
  if (waits) return 'waits for a place on that day';
  return starts[0] === undefined ? 'was never inside' : `is inside from ${starts[0]} on`;
}
