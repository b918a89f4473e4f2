import type { CalendarDate } from '#libs/kernel';

export type IncubatorRejection =
  | { readonly type: 'INC_INCUBATOR_NOT_FOUND' }
  | { readonly type: 'INC_INCUBATOR_EXISTS'; readonly found: { readonly name: string; readonly since: CalendarDate } }
  | { readonly type: 'INC_INCUBATOR_DISSOLVED'; readonly found: CalendarDate }
  | { readonly type: 'INC_BEFORE_OPENING'; readonly found: CalendarDate; readonly required: CalendarDate };
