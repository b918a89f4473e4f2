/**
 * The order of a run: suites of whole systems, then suites against servers, then the others, large files before small ones. What
 * takes a minute must not begin when everything else is done, and a fresh clone knows no times of earlier runs.
 */
import { statSync } from 'node:fs';

const KINDS = [
  /\/tests\/.*\.int\.spec\.ts$/,
  /\/platforms-\d+\.bundle\.mjs$/,
  /\/histories-\d+\.bundle\.mjs$/,
  /(\.int\.spec\.ts|\/servers-\d+\.bundle\.mjs)$/,
  /(\.api\.spec\.ts|\/api-\d+\.bundle\.mjs)$/,
  /\/properties-\d+\.bundle\.mjs$/,
];

export default class LongFirst {
  sort(tests) {
    const ranked = [...tests].map((test) => ({ test, kind: kindOf(test.path), size: statSync(test.path).size }));
    ranked.sort((a, b) => a.kind - b.kind || b.size - a.size || (a.test.path < b.test.path ? -1 : 1));
    return ranked.map(({ test }) => test);
  }

  shard(tests, { shardIndex, shardCount }) {
    return this.sort(tests).filter((_test, index) => index % shardCount === shardIndex - 1);
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {
    // The order follows from the files alone.
  }
}

function kindOf(path) {
  const found = KINDS.findIndex((kind) => kind.test(path));
  return found < 0 ? KINDS.length : found;
}
