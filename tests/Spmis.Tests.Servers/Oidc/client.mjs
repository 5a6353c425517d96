// A program that acts for a person, by npm's openid-client. Lines out: the address to which it sends the person; then what came of it, as JSON.
// One line in: the address at which the person came back.
import { createInterface } from "node:readline/promises";
import * as oidc from "openid-client";

const [issuer, id, secret, back, api] = process.argv.slice(2);
const client = await oidc.discovery(new URL(issuer), id, secret, undefined, { execute: [oidc.allowInsecureRequests] });
const verifier = oidc.randomPKCECodeVerifier();
const state = oidc.randomState();
const nonce = oidc.randomNonce();
const way = oidc.buildAuthorizationUrl(client, {
  redirect_uri: back, scope: "openid offline_access registration", state, nonce,
  code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
});
console.log(way.href);
const came = await createInterface({ input: process.stdin }).question("");
const tokens = await oidc.authorizationCodeGrant(client, new URL(came), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true });
const fresh = await oidc.refreshTokenGrant(client, tokens.refresh_token);
const looked = await oidc.tokenIntrospection(client, fresh.access_token);
const answer = await oidc.fetchProtectedResource(client, fresh.access_token, new URL(api), "GET");
let forged = "taken";
try {
  await oidc.authorizationCodeGrant(client, new URL(came), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce });
} catch (problem) {
  forged = problem.error ?? problem.code;
}
console.log(JSON.stringify({ name: tokens.claims().name, rotated: fresh.refresh_token !== tokens.refresh_token, active: looked.active, status: answer.status, again: forged }));
process.exit(0);
