import { AsyncLocalStorage } from 'node:async_hooks';
import { setFlagsFromString } from 'node:v8';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest's environment for Node, which also ends each AsyncLocalStorage that its suite entered. On Node 20 such a storage is asked at the birth
 * of every promise from its first use on; jest and the packages of a suite make theirs anew for each suite, so that the hundredth suite of
 * a worker would pay for those of the ninety-nine before it: 8 % of the processor in pure specs.
 */
const entered = new Set();
for (const method of ['run', 'enterWith']) {
  const original = AsyncLocalStorage.prototype[method];
  AsyncLocalStorage.prototype[method] = function (...args) {
    entered.add(this);
    return original.apply(this, args);
  };
}

// Most functions of a suite run a few times: V8 waits longer before it optimises one. A version without the flag passes over it.
setFlagsFromString('--interrupt-budget=400000');

/** Loads a suite inside a block of its own: what it declares at its top level is declared there. */
async function within(state, { path, load, describe, it }) {
  let block;
  describe(path, () => {
    block = state.currentDescribeBlock;
  });
  state.currentDescribeBlock = block;
  try {
    await load();
  } catch (error) {
    it('is loaded', () => {
      throw error;
    });
  } finally {
    state.currentDescribeBlock = block.parent;
  }
}

export default class SuiteEnvironment extends TestEnvironment {
  /** What a bundle of suites has beside the globals of one (infra/scripts/bundles.mjs). */
  handleTestEvent(event, state) {
    if (event.name !== 'setup') return;
    const { describe, it } = this.global;
    this.global.grappeBundle = { suite: (path, load) => within(state, { path, load, describe, it }) };
  }

  async teardown() {
    for (const storage of entered) storage.disable();
    entered.clear();
    // Programs that a suite has run in its own process may have set it; it would be that of the next suite.
    process.exitCode = undefined;
    await super.teardown();
  }
}
