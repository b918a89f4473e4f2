/** The programs that write generated documents, and where they write. */
export const generators = [
  { entry: 'libs/contracts/generate-schemas.ts', writes: ['libs/contracts/schemas'] },
  { entry: 'libs/contracts/generate-asyncapi.ts', writes: ['docs/reference/asyncapi.json'] },
];
