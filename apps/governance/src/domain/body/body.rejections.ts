export type BodyRejection =
  | { readonly type: 'GOV_BODY_NOT_FOUND' }
  | { readonly type: 'GOV_BODY_EXISTS' }
  | { readonly type: 'GOV_BODY_BEFORE_CREATION'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_BODY_ABOLISHED'; readonly abolishedOn: string }
  | { readonly type: 'GOV_BODY_RESERVED_EXCEEDS_SIZE'; readonly found: number; readonly required: number };
