/** Process managers: their pure shape, and those that several contexts have in common. */
export * from './definition.ts';
export * from './succession.ts';
export * from './embargo.ts';
