/** The programs that write generated files, in their order, and where they write; `*` is any name. */
export const generators = [
  { entry: 'libs/contracts/generate-contexts.ts', writes: ['libs/contracts/contexts.ts'] },
  {
    entry: 'libs/contracts/generate-schemas.ts',
    writes: ['libs/contracts/schemas', 'libs/contracts/golden/SHA256SUMS'],
  },
  { entry: 'libs/contracts/generate-asyncapi.ts', writes: ['docs/reference/asyncapi.json'] },
  { entry: 'apps/platform/src/generate-openapi.ts', writes: ['docs/reference/openapi.json'] },
  { entry: 'apps/platform/src/generate-topology.ts', writes: ['infra/topology/contexts.ts'] },
  { entry: 'infra/topology/generate-compose.ts', writes: ['docker-compose.yml'] },
  { entry: 'infra/topology/generate-table.ts', writes: ['docs/reference/services.md'] },
  { entry: 'libs/hosting/telemetry/generate-metrics.ts', writes: ['docs/operating/metrics.md'] },
  { entry: 'tests/projections/generate-digests.ts', writes: ['apps/*/src/read-models/*/digests.json'] },
];
