export type ResolutionRejection =
  | { readonly type: 'GOV_RESOLUTION_NOT_FOUND' }
  | { readonly type: 'GOV_RESOLUTION_EXISTS' }
  | { readonly type: 'GOV_RESOLUTION_DECIDED'; readonly outcome: string; readonly decidedOn: string }
  | { readonly type: 'GOV_ATTENDANCE_EXCEEDS_MEMBERS'; readonly found: number; readonly required: number }
  | { readonly type: 'GOV_VOTES_EXCEED_ATTENDANCE'; readonly found: number; readonly required: number }
  | { readonly type: 'GOV_STATUTES_NOT_IN_FORCE'; readonly on: string };
