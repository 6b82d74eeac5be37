import { placeIn } from '../../live/live-pod';
import { survey } from '../../live/survey';
import { probes } from '../../locks/probes';
import type { Scenario, Stage } from '../scenario';
import { clientOf, counting, isHealthy, passed, secondsUntil } from '../watching';

const locks = ['uplink', 'dns', 'raw-sockets', 'identity', 'vpn-secrets'];
/** What whoever has taken over the client would try first: switch the VPN off at the control server. */
const stopVpn = (status: string) => `if command -v curl >/dev/null; then
  curl -s -o /dev/null -m 5 -w '%{http_code}' -X PUT -d '{"status":"${status}"}' http://127.0.0.1:8000/v1/vpn/status
elif command -v bash >/dev/null; then
  bash -c 'exec 3<>/dev/tcp/127.0.0.1/8000 || exit; printf "PUT /v1/vpn/status HTTP/1.0\\r\\nContent-Length: %s\\r\\n\\r\\n%s" 20 "{\\"status\\":\\"${status}\\"}" >&3; read -r _ code _ <&3; echo "$code"'
else echo none; fi`;

export const hostileClient: Scenario = {
  id: 'E',
  title: 'the client turns hostile',
  warning: "from the client's container every way out is tried, and the control server is told to stop the VPN",
  async play(stage) {
    const { cluster, pod, tell } = stage;
    const reasons: string[] = [];
    const count = await counting(stage, async () => {
      const seen = await survey(cluster, pod, { askUrl: '', question: '', canary: undefined, cleaner: cluster });
      const evidence = locks.flatMap((lock) => probes.get(lock)?.(seen) ?? []);
      const open = evidence.filter(({ state }) => state === 'open').map(({ saw }) => saw);
      tell(
        `tried each way out: ${evidence.filter(({ state }) => state === 'closed').length} shut, ${open.length} open`,
      );
      reasons.push(...open, ...(await tryToStop(stage)));
    });
    tell(`${count} packets passed the Pod's rules past the tunnel`);
    return [...passed(count, 'while the client tried'), ...reasons];
  },
};

async function tryToStop(stage: Stage): Promise<readonly string[]> {
  const { cluster, pod, tell, patience } = stage;
  const place = placeIn(pod, clientOf(pod));
  const ask = async (status: string) =>
    (await cluster.exec(place, ['/bin/sh', '-c', stopVpn(status)], 15)).output.trim();
  const code = await ask('stopped');
  tell(`PUT /v1/vpn/status from ${place.container}: ${code === '' || code === '000' ? 'nobody listens' : code}`);
  if (!/^2/.test(code))
    return code === 'none' ? [`${place.container} has no program that asks the control server`] : [];
  await ask('running');
  const back = await secondsUntil(patience, () => isHealthy(stage));
  tell(
    back === undefined ? 'the VPN did not come back' : `the VPN is started again, and back after ${back.toFixed(0)} s`,
  );
  return [`${place.container} stopped the VPN by the control server (${code})`];
}
