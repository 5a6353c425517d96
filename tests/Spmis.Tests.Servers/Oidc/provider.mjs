// An OIDC authority, by npm's oidc-provider. First line out: its issuer. Whoever is asked to sign in does so by /interaction/ID?as=SUBJECT&acr=LEVEL.
// Lines in: "clock SECONDS" puts its clock on; "nonce" spoils the nonce of the next request; "forge" spoils the signature of the next token.
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import { Provider } from "oidc-provider";

const [id, secret, portal] = process.argv.slice(2);
console.info = console.warn = console.error; // Standard output is for the lines below.
const real = Date.now;
let ahead = 0, spoilNonce = false, forge = false, provider;
Date.now = () => real() + ahead;
createInterface({ input: process.stdin }).on("line", line => {
  if (line.startsWith("clock ")) ahead = Number(line.slice(6)) * 1000;
  if (line === "nonce") spoilNonce = true;
  if (line === "forge") forge = true;
  console.log(line);
});

async function interact(request, response, url) {
  const { prompt, params, session } = await provider.interactionDetails(request, response);
  if (prompt.name === "login") {
    const result = url.searchParams.has("as") ? { login: { accountId: url.searchParams.get("as"), acr: url.searchParams.get("acr") ?? undefined } } : { error: "access_denied" };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

function spoilToken(response) {
  const end = response.end.bind(response);
  response.end = (body, ...rest) => {
    const answer = JSON.parse(body);
    const [head, claims, signature] = answer.id_token.split(".");
    answer.id_token = [head, claims, (signature[0] === "A" ? "B" : "A") + signature.slice(1)].join(".");
    return end(JSON.stringify(answer), ...rest);
  };
}

const server = createServer((request, response) => {
  const url = new URL(request.url, "http://127.0.0.1");
  if (url.pathname.startsWith("/interaction/")) return interact(request, response, url).catch(problem => { response.statusCode = 500; response.end(String(problem)); });
  if (url.pathname === "/auth" && spoilNonce) { spoilNonce = false; url.searchParams.set("nonce", "of-somebody-else"); request.url = url.pathname + url.search; }
  if (url.pathname === "/token" && forge) { forge = false; spoilToken(response); }
  return provider.callback()(request, response);
});
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, {
    clients: [{ client_id: id, client_secret: secret, redirect_uris: [`${portal}/sign-in/outside/back`], post_logout_redirect_uris: [`${portal}/sign-out/outside/back`] }],
    pkce: { required: () => true },
    acrValues: ["urn:two"],
    claims: { openid: ["sub"], profile: ["name"], acr: null, auth_time: null, sid: null, iss: null },
    conformIdTokenClaims: false,
    cookies: { keys: ["not a secret: this authority lives for one test"] },
    features: { devInteractions: { enabled: false }, pushedAuthorizationRequests: { enabled: false } },
    findAccount: (_, account) => ({ accountId: account, claims: () => ({ sub: account, name: `Name of ${account} there` }) }),
  });
  provider.on("server_error", (_, problem) => console.error(problem));
  console.log(issuer);
});
