import { formatSocket, readSockets } from '../../lib/live/sockets';

test('the kernel prints addresses in 32-bit words of the machine', () => {
  const tcp = [
    '  sl  local_address rem_address   st',
    '   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000',
    '   1: 0E9EBF0A:B82C 0A14B9B9:0050 01 00000000:00000000',
  ];
  expect(readSockets('TCP', tcp).map(formatSocket)).toEqual(['TCP 127.0.0.1:8000']);
  const udp6 = [
    '   0: 00000000000000000000000000000000:0035 00000000000000000000000000000000:0000 07',
    '   1: 000080FE00000000 7F3706A597DD1FF3:B82C',
    '   2: 000080FE000000007F3706A597DD1FF3:B82C 00000000000000000000000000000000:0000 07',
  ];
  expect(readSockets('UDP', udp6).map(formatSocket)).toEqual(['UDP [::]:53', 'UDP [fe80::a506:377f:f31f:dd97]:47148']);
  expect(readSockets('TCP', ['   0: 0000000000000000FFFF00000100007F:1F90 0:0 0A']).map(formatSocket)).toEqual([
    'TCP 127.0.0.1:8080',
  ]);
});
