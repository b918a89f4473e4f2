import { rmSync, writeFileSync } from 'node:fs';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { digestFault, digestFile, digestFiles, readDigests, withDigest } from './digests.ts';

/** Writes the digest of every version that has none, and removes those whose read model is gone. A released version keeps its digest. */
const projections = contexts.flatMap((context) => context.projections);
for (const projection of projections) {
  const digests = withDigest(projection, readDigests(projection.name));
  writeFileSync(digestFile(projection.name), `${JSON.stringify(digests, undefined, 2)}\n`);
  const fault = digestFault(projection, digests);
  if (fault === undefined) continue;
  process.stderr.write(`${fault}\n`);
  process.exitCode = 1;
}
const files = new Set(projections.map(({ name }) => digestFile(name)));
for (const stale of digestFiles().filter((file) => !files.has(file))) rmSync(stale);
