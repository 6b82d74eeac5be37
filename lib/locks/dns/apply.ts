import type { Apply } from '../lock';

export const apply: Apply = ({ annotations, declaration, podSpec, gluetun }) => {
  const { plainDns } = declaration.gluetun.settings;
  if (plainDns !== undefined) annotations['podlock/loosened-dns'] = plainDns;
  podSpec.dnsPolicy = 'None';
  podSpec.dnsConfig = { nameservers: ['127.0.0.1'] };
  gluetun.startLines.push(
    '# With 127.0.0.1 here gluetun takes itself for the resolver that was there before it, asks itself for local names',
    '# and grows until it is killed. Nothing gets past the tunnel to 1.1.1.1, and gluetun then writes 127.0.0.1 itself.',
    'echo nameserver 1.1.1.1 >/etc/resolv.conf',
  );
};
