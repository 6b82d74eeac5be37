import { exampleWith, mistakesIn } from './example-declaration';

const KEY = 'yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=';
const PASSWORD = 'correct horse battery';
const TOKEN = Buffer.from('{"a":"5ab4e9","t":"f70ff985","s":"c2VjcmV0"}').toString('base64');
const FOUND = 'holds a WireGuard key: secrets never stand in a declaration, only the name of a Secret';
const NAME = 'allowed are 1 to 253 of a-z, 0-9, "-" and ".", each part with a letter or digit at both ends';

test.each([
  ['pods.0.vpn.credentials.secret', KEY, `pods[0].vpn.credentials.secret: ${FOUND}`],
  ['pods.0.vpn.privateKey', KEY, `pods[0].vpn.privateKey: ${FOUND}`],
  ['pods.0.name', KEY, `pods[0].name: ${FOUND}`],
  ['pods.0.vpn.servers.names', [`x ${KEY} y`], `pods[0].vpn.servers.names[0]: ${FOUND}`],
  [
    'pods.0.vpn.credentials.secret',
    PASSWORD,
    `pods[0].vpn.credentials.secret: the value (not shown, it may be a secret) is not a DNS subdomain: ${NAME}`,
  ],
  [
    'pods.0.client.webUi.passwordSecret',
    PASSWORD,
    `pods[0].client.webUi.passwordSecret: the value (not shown, it may be a secret) is not a DNS subdomain: ${NAME}`,
  ],
  [
    'pods.0.client.webUi.password',
    PASSWORD,
    'pods[0].client.webUi.password: a password never stands in a declaration: ' +
      'put it into the Secret that "passwordSecret" names',
  ],
  [
    'pods.0.vpn.password',
    PASSWORD,
    'pods[0].vpn.password: unknown key; secrets never stand in a declaration: ' +
      'put them into the Secret that credentials.secret names',
  ],
  ['pods.0.vpn.credentials', PASSWORD, 'pods[0].vpn.credentials: the value is not an object; expected { secret: … }'],
  [
    `pods.0.${KEY}`,
    1,
    'pods[0][a key]: unknown key; allowed are "name", "namespace", "torrentPort", "gluetun", "vpn", "client", "expose", "companions", "storage", "hosts" and "metrics"',
  ],
  [
    'gitOps.repository',
    `https://me:${PASSWORD.replaceAll(' ', '')}@git.example.org/x.git`,
    'gitOps.repository: "the URL" holds a user or password: give Argo CD or Flux a Secret for the repository instead',
  ],
  [
    'pods.0.name',
    '-----BEGIN PRIVATE KEY-----',
    'pods[0].name: the value (not shown, it may be a secret) is not a name for a Service: ' +
      'allowed are 1 to 53 of a-z, 0-9 and "-", beginning with a letter, ending with a letter or digit',
  ],
  ['pods.0.name', TOKEN, /^pods\[0\]\.name: the value \(not shown, it may be a secret\) is not a name for a Service/],
  ['pods.0.expose', { by: 'nodePort', port: TOKEN }, /^pods\[0\]\.expose\.port: the value \(not shown/],
])('fails without showing the secret that stands in %s', (path, value, ...mistakes) => {
  const lines = mistakesIn(exampleWith({ [path]: value }));
  expect(lines).toEqual(
    mistakes.map((mistake) => (mistake instanceof RegExp ? expect.stringMatching(mistake) : mistake)),
  );
  expect(lines.join()).not.toMatch(/yAnz5TF|horse|BEGIN|eyJ/);
});

test("the server's public key is no secret", () => {
  const vpn = {
    provider: 'custom',
    type: 'wireguard',
    addresses: ['10.0.0.2/32'],
    credentials: { secret: 'vpn' },
    endpoint: { address: '203.0.113.7', port: 51820 },
    publicKey: KEY,
  };
  expect(mistakesIn(exampleWith({ 'pods.0.vpn': vpn }))).toEqual([]);
});
