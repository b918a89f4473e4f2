import type { DateBeforeStart } from '../facts.ts';
import type { SirenInvalid } from '../siren.ts';

export interface OrganisationNotFound {
  readonly type: 'MBR_ORGANISATION_NOT_FOUND';
  readonly found: string;
}

/** Another organisation is registered under this id already; `found` is its name. */
export interface OrganisationExists {
  readonly type: 'MBR_ORGANISATION_EXISTS';
  readonly found: string;
}

export type OrganisationRejection = SirenInvalid | OrganisationExists | OrganisationNotFound | DateBeforeStart;
