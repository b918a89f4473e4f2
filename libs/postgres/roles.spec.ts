import { describe, expect, it } from '@jest/globals';
import { connectPool, ensureRoleSql } from '#libs/postgres';

describe('role names', () => {
  it.each([[''], ['Writer'], ['a b'], ['a"b'], ["a'b"], ['a;drop table x'], ['1a'], ['a'.repeat(64)]])(
    'refuses %j',
    (name) => {
      expect(() => ensureRoleSql(name)).toThrow(`not a role name: ${JSON.stringify(name)}`);
      expect(() => connectPool('postgres://localhost/x', { role: name })).toThrow(TypeError);
    },
  );

  it.each([['grappe_writer'], ['_x1'], ['a'.repeat(63)]])('takes %s', (name) => {
    expect(ensureRoleSql(name)).toContain(`create role ${name} nologin`);
  });
});
