export type MeetingRejection =
  | { readonly type: 'GOV_MEETING_NOT_FOUND' }
  | { readonly type: 'GOV_MEETING_EXISTS' }
  | { readonly type: 'GOV_MEETING_BEFORE_CONVOCATION'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_MEETING_HELD'; readonly heldOn: string }
  | { readonly type: 'GOV_ATTENDANCE_EXCEEDS_MEMBERS'; readonly found: number; readonly required: number }
  | { readonly type: 'GOV_MEETING_NOT_HELD_THAT_DAY'; readonly found?: string | undefined; readonly required: string };
