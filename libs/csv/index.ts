export * from './encoding.ts';
export * from './table.ts';
export * from './write.ts';
