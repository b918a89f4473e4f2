export * from './apportion.ts';
export * from './exact.ts';
export * from './input.ts';
export * from './outcome.ts';
export * from './matrix/biproportional.ts';
export * from './matrix/input.ts';
