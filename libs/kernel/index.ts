export * from './decider.ts';
export * from './ids.ts';
export * from './calendar.ts';
export * from './canonical-json.ts';
export * from './dated.ts';
export * from './term.ts';
export * from './envelope.ts';
export * from './event-source.ts';
