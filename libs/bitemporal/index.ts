export * from './bitemporal.ts';
