export type StatutesRejection =
  | { readonly type: 'GOV_STATUTES_VERSION_EXISTS'; readonly found: number }
  | { readonly type: 'GOV_STATUTES_VERSION_NOT_RISING'; readonly found: number; readonly required: number }
  | { readonly type: 'GOV_STATUTES_DAY_NOT_RISING'; readonly found: string; readonly required: string }
  | { readonly type: 'GOV_STATUTES_MAJORITY_UNATTAINABLE'; readonly clause: string }
  | { readonly type: 'GOV_STATUTES_CHANGED'; readonly found?: number | undefined; readonly required: number };
