export * from './mandates.ts';
export * from './placement.ts';
