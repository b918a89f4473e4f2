import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
  type JWTVerifyGetKey,
} from 'jose';

export interface RemoteKeysOptions {
  /** Called when keys cannot be fetched; the last good ones are used on. */
  readonly onUnavailable?: ((error: unknown) => void) | undefined;
  /** A steady clock, in milliseconds. Default: the machine's. */
  readonly monotonicMs?: (() => number) | undefined;
}

/** After a fetch that failed nothing is fetched for so long, in milliseconds: a key server that hangs would hold up every request. */
const COOL_DOWN_MS = 5_000;

/**
 * The keys that an issuer publishes. While they cannot be fetched the last good set is used; a key that is not among them may be a new one,
 * so then the failure is the answer, and not that the token is wrong.
 */
export function remoteKeys(
  url: string,
  { onUnavailable, monotonicMs = () => performance.now() }: RemoteKeysOptions = {},
): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(url));
  let failure: { readonly error: unknown; readonly untilMs: number } | undefined;
  const fetched = async (header: JWSHeaderParameters, token: FlattenedJWSInput) => {
    try {
      const key = await remote(header, token);
      failure = undefined;
      return key;
    } catch (error) {
      if (isOfTheToken(error)) throw error;
      failure = { error, untilMs: monotonicMs() + COOL_DOWN_MS };
      onUnavailable?.(error);
      return await kept(header, token, error);
    }
  };
  const kept = async (header: JWSHeaderParameters, token: FlattenedJWSInput, error: unknown) => {
    const last = remote.jwks();
    if (last === undefined) throw error;
    try {
      return await createLocalJWKSet(last)(header, token);
    } catch {
      throw error;
    }
  };
  return (header, token) =>
    failure !== undefined && monotonicMs() < failure.untilMs
      ? kept(header, token, failure.error)
      : fetched(header, token);
}

/** The keys are there, and the token names none of them. */
function isOfTheToken(error: unknown): boolean {
  const kinds = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];
  return kinds.some((kind) => error instanceof kind);
}
