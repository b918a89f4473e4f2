import { describe, expect, it } from '@jest/globals';
import { GroupCommit, type GroupMember } from './group-commit.ts';

interface Member extends GroupMember {
  readonly name: string;
}

/** Groups that a test finishes by hand, in the order in which they began. */
function setUp(options: { lanes?: number; maxWeight?: number; maxMembers?: number } = {}) {
  const running: { names: readonly string[]; finish: () => void }[] = [];
  const groups = new GroupCommit<Member>({
    lanes: 1,
    maxWeight: 4,
    maxMembers: 100,
    ...options,
    run: (members) =>
      new Promise((finish) => {
        running.push({ names: members.map(({ name }) => name), finish });
      }),
  });
  const add = (name: string, key = name, weight = 1): void => {
    groups.add({ name, keys: [key], shared: [], weight });
  };
  /** Lets everything that can begin, begin. */
  const turn = async (): Promise<void> => {
    for (let count = 0; count < 3; count += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const finish = async (index: number): Promise<void> => {
    running[index]?.finish();
    await turn();
  };
  return { groups, add, turn, finish, begun: () => running.map(({ names }) => names.join('')) };
}

describe('group commit', () => {
  it('what comes together runs together, and what comes meanwhile runs next', async () => {
    const { add, turn, finish, begun } = setUp();
    add('a');
    add('b');
    await turn();
    add('c');
    add('d');
    await turn();
    expect(begun()).toEqual(['ab']);
    await finish(0);
    expect(begun()).toEqual(['ab', 'cd']);
  });

  it('a group holds no more than its weight', async () => {
    const { add, turn, finish, begun } = setUp();
    for (const name of 'abcdef') add(name);
    await turn();
    await finish(0);
    expect(begun()).toEqual(['abcd', 'ef']);
  });

  it('what comes together is shared among the free lanes once a share is worth a lane', async () => {
    const { add, turn, begun } = setUp({ lanes: 2, maxWeight: 100 });
    for (const name of 'abcdefghijklmnopqrst') add(name);
    await turn();
    expect(begun()).toEqual(['abcdefghij', 'klmnopqrst']);
  });

  it('few members are one group, however many lanes are free', async () => {
    const { add, turn, begun } = setUp({ lanes: 2, maxWeight: 100 });
    for (const name of 'abcdefgh') add(name);
    await turn();
    expect(begun()).toEqual(['abcdefgh']);
  });

  it('as many groups run at a time as there are lanes', async () => {
    const { add, turn, finish, begun } = setUp({ lanes: 2, maxWeight: 2 });
    for (const name of 'abcdef') add(name);
    await turn();
    expect(begun()).toEqual(['ab', 'cd']);
    await finish(1);
    expect(begun()).toEqual(['ab', 'cd', 'ef']);
  });

  it('members with a key in common run one after the other, in the order in which they came', async () => {
    const { add, turn, finish, begun } = setUp({ lanes: 3 });
    add('a', 'x');
    add('b', 'x');
    add('c', 'y');
    add('d', 'x');
    await turn();
    expect(begun()).toEqual(['ac']);
    await finish(0);
    expect(begun()).toEqual(['ac', 'b']);
    await finish(1);
    expect(begun()).toEqual(['ac', 'b', 'd']);
  });

  it('who is passed over is not overtaken through another of its keys', async () => {
    const { groups, turn, finish, begun } = setUp({ lanes: 2 });
    groups.add({ name: 'a', keys: ['x'], shared: [], weight: 1 });
    groups.add({ name: 'b', keys: ['x', 'y'], shared: [], weight: 1 });
    groups.add({ name: 'c', keys: ['y'], shared: [], weight: 1 });
    await turn();
    expect(begun()).toEqual(['a']);
    await finish(0);
    await finish(1);
    expect(begun()).toEqual(['a', 'b', 'c']);
  });

  it('members that only look at a key run together, and never beside one that has it', async () => {
    const { groups, add, turn, finish, begun } = setUp({ lanes: 3 });
    const look = (name: string, ...shared: readonly string[]): void => {
      groups.add({ name, keys: [name], shared, weight: 1 });
    };
    look('a', 'x');
    look('b', 'x', 'y');
    add('C', 'x');
    look('d', 'x');
    look('e', 'y');
    await turn();
    expect(begun()).toEqual(['abe']);
    look('f', 'y');
    await turn();
    expect(begun()).toEqual(['abe', 'f']);
    await finish(1);
    expect(begun()).toEqual(['abe', 'f']);
    await finish(0);
    expect(begun()).toEqual(['abe', 'f', 'C']);
    await finish(2);
    expect(begun()).toEqual(['abe', 'f', 'C', 'd']);
  });

  it('a heavy member runs alone and beside the groups', async () => {
    const { add, turn, finish, begun } = setUp();
    add('H', 'H', 50);
    add('a');
    add('I', 'I', 50);
    add('b');
    await turn();
    expect(begun()).toEqual(['H', 'ab']);
    add('c');
    await finish(1);
    expect(begun()).toEqual(['H', 'ab', 'c']);
    await finish(0);
    expect(begun()).toEqual(['H', 'ab', 'c', 'I']);
  });

  it('more than so many members wait for room, in the order in which they came', async () => {
    const { groups } = setUp({ maxMembers: 2 });
    const entered: number[] = [];
    const enter = async (index: number): Promise<void> => {
      await groups.room();
      entered.push(index);
    };
    const all = [0, 1, 2, 3].map(enter);
    await Promise.all(all.slice(0, 2));
    expect(entered).toEqual([0, 1]);
    groups.leave();
    await all[2];
    expect(entered).toEqual([0, 1, 2]);
    groups.leave();
    await all[3];
    groups.leave();
    groups.leave();
    await expect(groups.room()).resolves.toBeUndefined();
  });
});
