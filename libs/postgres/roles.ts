const ROLE_PATTERN = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * A statement that makes a role (which cannot log in) unless it is there. Roles belong to the whole server: the same statement
 * may run in several databases at once.
 * @throws TypeError for a name that is not plain lower case
 */
export function ensureRoleSql(role: string): string {
  if (!ROLE_PATTERN.test(role)) throw new TypeError(`not a role name: ${JSON.stringify(role)}`);
  return `do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$;`;
}
