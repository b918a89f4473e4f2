/** What a merger does to members and governance: one law for the contexts that follow it and for the dry run. */
export * from './governance.ts';
export * from './members.ts';
export * from './heirs.ts';
export * from './joining.ts';
export * from './labels.ts';
export * from './holdings.ts';
export * from './funding.ts';
export * from './cap.ts';
export * from './companies.ts';
export * from './composition.ts';
export * from './findings.ts';
