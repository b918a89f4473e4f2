export * from './check-digits.ts';
export * from './identifier.ts';
