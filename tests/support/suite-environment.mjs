import { AsyncLocalStorage } from 'node:async_hooks';
import { setFlagsFromString } from 'node:v8';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest's environment for Node, which spares its suites what an AsyncLocalStorage costs. On Node 20 such a storage is asked at the birth and at
 * each step of every promise from its first use on: an `await` takes two and a half times as long. Jest keeps in one which test it is running,
 * for those that run side by side; ours run one after the other, and a plain variable says the same. What the packages of a suite entered ends
 * with the suite, or the hundredth suite of a worker would pay for those of the ninety-nine before it.
 */
const entered = new Set();
const ofJest = new WeakMap();
const { run, enterWith, getStore } = AsyncLocalStorage.prototype;

Object.assign(AsyncLocalStorage.prototype, {
  run(store, callback, ...args) {
    if (store?.test === undefined && store?.describeBlock === undefined) {
      entered.add(this);
      return run.call(this, store, callback, ...args);
    }
    const before = ofJest.get(this);
    ofJest.set(this, store);
    return callback(...args).finally(() => ofJest.set(this, before));
  },
  enterWith(store) {
    entered.add(this);
    return enterWith.call(this, store);
  },
  getStore() {
    return ofJest.has(this) ? ofJest.get(this) : getStore.call(this);
  },
});

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
