import type { Refusal } from '#libs/kernel';
import { placedBy, type Call } from '../call/call.ts';
import type { CompanyAdmitted } from './occupancy.state.ts';

export type TrackUnfit = Refusal<'INC_TRACK_UNFIT', 'found' | 'required'>;

/**
 * Why a company is not admitted by its track: a selection and an assessment come before the admission; a start-up exists when its innovation is
 * assessed; an existing company was there before its project fell dormant.
 */
export function trackUnfit({ track, on }: Pick<CompanyAdmitted, 'track' | 'on'>): TrackUnfit | undefined {
  const { kind, basis, foundedOn, selection } = track;
  if (basis.on > on) return unfit(`${BASIS[kind]} of ${basis.on}`, `a day up to ${on}, the day of the admission`);
  if (kind === 'call') return undefined;
  if (selection !== undefined) return unfit('the selection by a call', `no call: the track is ${kind}`);
  if (foundedOn === undefined) return unfit('no day of foundation', 'the day on which the company was founded');
  if (kind === 'start-up' && foundedOn > basis.on)
    return unfit(`founded on ${foundedOn}`, `a day up to ${basis.on}, the day of the assessment`);
  if (kind === 'existing-company' && foundedOn >= basis.on)
    return unfit(`founded on ${foundedOn}`, `a day before ${basis.on}, since when the project has been dormant`);
  return undefined;
}

type Selected = Pick<CompanyAdmitted, 'organisationId' | 'incubatorId' | 'track' | 'on'>;

/** Why a company is not admitted by the call that its admission names: the results of that call have to give it a place, or one of whom it continues, up to that day. */
export function selectionUnfit(
  { organisationId, incubatorId, track, on }: Selected,
  call: Call,
  heirsOf: (organisationId: string) => ReadonlySet<string>,
): TrackUnfit | undefined {
  const { selection } = track;
  if (selection === undefined) return undefined;
  const { callId, applicationId } = selection;
  const required = `a call of incubator ${incubatorId} whose results gave the application of ${organisationId} a place by ${on}`;
  if (call.status === 'absent') return unfit(`call ${callId}, which is not published`, required);
  if (call.published.incubatorId !== incubatorId) return unfit(`a call of ${call.published.incubatorId}`, required);
  if (call.status !== 'decided') return unfit(`a call that is ${call.status}`, required);
  if (call.results.on > on) return unfit(`results of ${call.results.on}`, required);
  const placed = placedBy(call).find((each) => each.applicationId === applicationId);
  if (placed === undefined) return unfit(`application ${applicationId}, without a place`, required);
  const { organisationId: applicant } = placed;
  return heirsOf(applicant).has(organisationId) ? undefined : unfit(`the application of ${applicant}`, required);
}

const BASIS = { call: 'selection', 'start-up': 'assessment', 'existing-company': 'dormant project' } as const;

function unfit(found: string, required: string): TrackUnfit {
  return { type: 'INC_TRACK_UNFIT', found, required };
}
