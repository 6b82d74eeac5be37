import { githubReport } from '../../lib/check/github-report';
import { exampleFinding, exampleReport } from './example-report';

test('every finding that counts becomes an annotation of its line', () => {
  expect(githubReport(exampleReport)).toBe(
    [
      '::error file=home/torrent pod.yaml,line=12,col=7,title=dns%3A Deployment media/torrent::names go elsewhere. Set dnsPolicy None.',
      '::warning file=home/torrent pod.yaml,line=12,col=7,title=firewall%3A Pod other::names go elsewhere (unknown). Set dnsPolicy None.',
      '::notice file=home/torrent pod.yaml,line=12,col=7,title=not-kubernetes%3A home/torrent pod.yaml::names go elsewhere. Set dnsPolicy None.',
      '::error file=b.yaml,line=3,col=1,title=podlock could not tell%3A unreadable-document::is not YAML. Correct it.',
      '::error title=podlock could not tell%3A no-vpn-pod::no Pod with gluetun. Look again.',
      '',
    ].join('\n'),
  );
});

test('a manifest cannot write commands of its own', () => {
  const message = '100 %\r\n::set-output name=x::y';
  const findings = [{ ...exampleFinding, file: 'a,title=b::c.yaml', message }];
  expect(githubReport({ workloads: [], findings, errors: [] })).toBe(
    '::error file=a%2Ctitle=b%3A%3Ac.yaml,line=12,col=7,title=dns%3A Deployment media/torrent::100 %25%0D%0A::set-output name=x::y. Set dnsPolicy None.\n',
  );
});
