export * from './test-application.ts';
