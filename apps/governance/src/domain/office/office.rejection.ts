import type { Refusal } from '#libs/kernel';
import type { BodyAbsence } from '../body/body.ts';
import type { OverfullDay } from './office.ts';

/** Why something cannot be so in an office; `found` is the day or the value that was stated, `required` what could be. */
export type OfficeRejection =
  | BodyAbsence
  | Refusal<'GOV_OFFICE_NOT_FOUND' | 'GOV_OFFICE_EXISTS' | 'GOV_MANDATE_NOT_FOUND' | 'GOV_MANDATE_EXISTS'>
  | Refusal<'GOV_MANDATE_LIMIT_REQUIRED'>
  | Refusal<'GOV_OFFICE_BEFORE_CREATION' | 'GOV_MANDATE_LIMIT_BEFORE_START', 'found' | 'required'>
  | Refusal<'GOV_MANDATE_END_BEFORE_START', 'found' | 'required'>
  | ({ readonly type: 'GOV_OFFICE_FULL' } & OverfullDay)
  | Refusal<'GOV_MANDATE_FOLLOWS_UNKNOWN', 'found'>
  | Refusal<'GOV_MANDATE_ENDED', 'endedOn' | 'cause'>
  | { readonly type: 'GOV_MANDATE_NOT_EXPIRED'; readonly limit?: string | undefined }
  | Refusal<'GOV_MANDATE_PERSON_HOLDS_OFFICE', 'mandateId' | 'day'>
  | Refusal<'GOV_MANDATE_NOT_EX_OFFICIO' | 'GOV_OTHER_OFFICE_NOT_HELD', 'found' | 'required'>
  | Refusal<'GOV_MANDATE_WITHOUT_LIMIT' | 'GOV_ELECTION_NOT_FOUND' | 'GOV_NOBODY_ELECTED'>
  | Refusal<'GOV_ELECTED_TO_ANOTHER_OFFICE' | 'GOV_MANDATE_NOT_BY_ELECTION', 'found' | 'required'>
  | Refusal<'GOV_PERSON_NOT_ELECTED' | 'GOV_MANDATE_BEFORE_ELECTION', 'found' | 'required'>
  | Refusal<'GOV_MANDATE_EXPIRED' | 'GOV_MANDATE_EXTENSION_TOO_SHORT' | 'GOV_MANDATE_NOT_HELD', 'found' | 'required'>
  | Refusal<'GOV_REPRESENTATION_NOT_FOUND' | 'GOV_REPRESENTATION_EXISTS'>
  | Refusal<'GOV_REPRESENTATION_ENDED', 'endedOn'>
  | Refusal<'GOV_REPRESENTATION_END_BEFORE_START', 'found' | 'required'>;
