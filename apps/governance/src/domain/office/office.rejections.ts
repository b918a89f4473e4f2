export type OfficeRejection =
  | { readonly type: 'GOV_OFFICE_NOT_FOUND' }
  | { readonly type: 'GOV_OFFICE_EXISTS' }
  | { readonly type: 'GOV_OFFICE_BEFORE_CREATION'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_OFFICE_FULL'; readonly day: string; readonly found: number; readonly required: number }
  | { readonly type: 'GOV_MANDATE_NOT_FOUND' }
  | { readonly type: 'GOV_MANDATE_EXISTS' }
  | { readonly type: 'GOV_MANDATE_LIMIT_REQUIRED' }
  | { readonly type: 'GOV_MANDATE_LIMIT_BEFORE_START'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_MANDATE_FOLLOWS_UNKNOWN'; readonly found: string }
  | { readonly type: 'GOV_MANDATE_ENDED'; readonly endedOn: string; readonly cause: string }
  | { readonly type: 'GOV_MANDATE_END_BEFORE_START'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_MANDATE_NOT_EXPIRED'; readonly limit?: string | undefined }
  | { readonly type: 'GOV_MANDATE_PERSON_HOLDS_OFFICE'; readonly mandateId: string };
