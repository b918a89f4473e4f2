export type RoleRejection =
  | { readonly type: 'GOV_ROLE_NOT_FOUND' }
  | { readonly type: 'GOV_ROLE_EXISTS' }
  | { readonly type: 'GOV_ROLE_ENDED'; readonly endedOn: string }
  | { readonly type: 'GOV_ROLE_END_BEFORE_START'; readonly found: string; readonly required: string };
