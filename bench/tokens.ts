/** A token of the development issuer. @throws Error with the answer when it gives none */
export async function tokenFor(url: string, claims: object): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/development/tokens`, { method: 'POST', headers, body: JSON.stringify(claims) });
  if (answer.status !== 201) throw new Error(`tokens: ${String(answer.status)} ${await answer.text()}`);
  const { token } = (await answer.json()) as { readonly token: string };
  return token;
}
