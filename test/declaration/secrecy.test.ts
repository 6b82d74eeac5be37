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
    'pods[0][a key of 44 characters]: unknown key; allowed are "name", "namespace", "torrentPort", "gluetun", "vpn", "client", "expose", "companions", "storage", "hosts" and "metrics"',
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

const PASSWORDS = /hunter2|ghp_|c29tZXRoaW5n/;

test.each([
  ...[
    'git://ghp_abcdef0123@github.com/you/homelab',
    'git://hunter2@github.com/you/homelab',
    'https://you:hunter2@github.com/you/my homelab',
    'https://you:my hunter2@github.com/you/homelab',
    'https://you:hunter2/x@github.com/you/homelab',
    'ftp://u:hunter2@git.example.org/y',
    'u:hunter2@git.example.org/y',
    'u:hunter2@x:y',
    'ghp_abcdef0123@github.com:you/homelab',
    `https://u:hunter2@git.example.org/${'y'.repeat(2000)}`,
    `https://u:hunter2@git.example.org/${'y'.repeat(9000)}`,
    'git.example.org/y?token=hunter2',
    'git://git.example.org/y#hunter2',
  ].map((value) => ['gitOps.repository', value]),
  ...['oci://ghcr.io/you/x?token=hunter2', 'oci://ghcr.io/you/x#hunter2', `oci://u:hunter2@x/${'y'.repeat(600)}`].map(
    (value) => ['gitOps', { artifact: value, tag: 'latest' }],
  ),
  ...['http://u:hunter2@authelia.auth.svc', 'http://authelia.auth.svc/?x=hunter2'].flatMap((value) => {
    const expose = { by: 'ingress', host: 'a.example.org' };
    const login = { by: 'authelia', address: 'http://authelia.auth.svc', controller: 'ingress-nginx' };
    return [
      ['pods.0.expose', { ...expose, login: { ...login, portal: 'https://auth.example.org', address: value } }],
      ['pods.0.expose', { ...expose, login: { ...login, portal: value } }],
    ];
  }),
  ['gitOps', 'https://u:hunter2@x/y'],
  ['cluster', 'hunter2'],
  ['pods.0.expose', { by: 'ingress', host: 'a.example.org', login: 'hunter2' }],
  ['pods.0.expose', { by: 'ingress', host: 'a.example.org', tls: 'hunter2' }],
  ['pods.0.client.webUi', 'hunter2'],
  ['pods.0.storage', 'hunter2'],
  ['pods.0.storage.config', 'hunter2'],
  ['pods.0.expose', { c29tZXRoaW5nLXRoYXQtaXMtYS10b2tlbg: true }],
  ['pods.0.expose', { by: 'nodePort', ghp_abcdef0123: 1 }],
  ['pods.0.expose', { by: 'ingress', host: 'a.example.org', annotations: { 'PASSWORD=hunter2': 'x' } }],
  ['pods.0.client.environment', { 'PASSWORD=hunter2': 'x' }],
  ['pods.0.client.environment', { 'X=hunter2': 'x' }],
  ['pods.0.client.environment', 'PASSWORD=hunter2'],
] as [string, unknown][])('no mistake in %s shows a password that stands there: %j', (path, value) => {
  const lines = mistakesIn(exampleWith({ [path]: value }));
  expect(lines).not.toEqual([]);
  expect(lines.join('\n')).not.toMatch(PASSWORDS);
});

test('what stands in the place of an object is shown where it is known for what it is', () => {
  expect(mistakesIn(exampleWith({ 'pods.0.storage.config': '/srv/x' }))).toEqual([
    expect.stringContaining('"/srv/x" is not an object; expected { hostPath: "/srv/x" }'),
  ]);
  expect(mistakesIn(exampleWith({ 'pods.0.expose': 'nodePort' }))).toEqual([
    expect.stringContaining('"nodePort" is not an object; expected { by: "nodePort", … }'),
  ]);
});

test('the URL of a repository without a secret is shown', () => {
  expect(mistakesIn(exampleWith({ 'gitOps.repository': 'git@github.com:you/homelab.git' }))).toEqual([
    expect.stringMatching(/^gitOps\.repository: "git@github\.com:you\/homelab\.git" has no scheme.*did you mean "ssh:/),
  ]);
});
