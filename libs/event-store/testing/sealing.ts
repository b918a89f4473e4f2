import { catalog } from '#libs/contracts';
import { PersonalTexts, type KeyRing } from '../index.ts';

/** Seals the personal texts of the contracts under the keys of a ring. */
export function sealing(keyRing: KeyRing, seals = true): PersonalTexts {
  return new PersonalTexts({ fieldsOf: (type) => catalog.personalFields(type), keyRing, seals });
}
