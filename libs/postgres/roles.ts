const ROLE_PATTERN = /^[a-z_][a-z0-9_]{0,62}$/;

/** @throws TypeError for a name that would have to be quoted */
export function assertRoleName(role: string): void {
  if (!ROLE_PATTERN.test(role)) throw new TypeError(`not a role name: ${JSON.stringify(role)}`);
}

/**
 * A statement that makes a role (which cannot log in) unless it is there. Roles belong to the whole server: the same statement
 * may run in several databases at once.
 * @throws TypeError for a name that would have to be quoted
 */
export function ensureRoleSql(role: string): string {
  assertRoleName(role);
  return `do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$;`;
}
