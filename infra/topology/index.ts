export { CONTEXTS } from './contexts.ts';
export * from './services.ts';
