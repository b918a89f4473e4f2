import type { CalendarDate } from '#libs/kernel';
import type { Holder } from './partner.ts';

export type PartnerRejection =
  | { readonly type: 'INC_PARTNER_NOT_FOUND' }
  | { readonly type: 'INC_PARTNER_EXISTS'; readonly found: Holder }
  | { readonly type: 'INC_PARTNER_LEFT'; readonly found: CalendarDate }
  | { readonly type: 'INC_PARTNER_HAS_SEAT'; readonly found: string }
  | { readonly type: 'INC_HOLDER_DIFFERS'; readonly found: Holder; readonly required: Holder }
  | { readonly type: 'INC_OUT_OF_ORDER'; readonly found: CalendarDate; readonly required: CalendarDate };
