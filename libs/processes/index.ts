/** Process managers: their pure shape, and those that several contexts have in common. */
export * from './process.ts';
export * from './succession.ts';
export * from './embargo.ts';
