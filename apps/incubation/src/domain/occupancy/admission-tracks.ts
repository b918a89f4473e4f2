import type { Refusal } from '#libs/kernel';
import type { CompanyAdmitted } from './occupancy.state.ts';

export type TrackUnfit = Refusal<'INC_TRACK_UNFIT', 'found' | 'required'>;

/**
 * Why a company is not admitted by its track: a selection and an assessment come before the admission; a start-up exists when its innovation is
 * assessed; an existing company was there before its project fell dormant.
 */
export function trackUnfit({ track, on }: Pick<CompanyAdmitted, 'track' | 'on'>): TrackUnfit | undefined {
  const { kind, basis, foundedOn } = track;
  if (basis.on > on) return unfit(`${BASIS[kind]} of ${basis.on}`, `a day up to ${on}, the day of the admission`);
  if (kind === 'call') return undefined;
  if (foundedOn === undefined) return unfit('no day of foundation', 'the day on which the company was founded');
  if (kind === 'start-up' && foundedOn > basis.on)
    return unfit(`founded on ${foundedOn}`, `a day up to ${basis.on}, the day of the assessment`);
  if (kind === 'existing-company' && foundedOn >= basis.on)
    return unfit(`founded on ${foundedOn}`, `a day before ${basis.on}, since when the project has been dormant`);
  return undefined;
}

const BASIS = { call: 'selection', 'start-up': 'assessment', 'existing-company': 'dormant project' } as const;

function unfit(found: string, required: string): TrackUnfit {
  return { type: 'INC_TRACK_UNFIT', found, required };
}
