/** Process managers: their pure shape, those that several contexts have in common, and the copies of the register that contexts keep. */
export * from './definition.ts';
export type { AsItWas, Carried, Consent } from './carried.ts';
export * from './succession.ts';
export * from './embargo.ts';
export * from './register.ts';
export * from './member-lists.ts';
