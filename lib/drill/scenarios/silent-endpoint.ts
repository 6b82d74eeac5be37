import { ClusterError } from '../../live/cluster-error';
import { pause } from '../../live/pause';
import { gluetunSettings } from '../../manifest/gluetun-settings';
import { hearEndpoint, silenceEndpoint } from '../rules';
import type { Scenario } from '../scenario';
import { startTraffic } from '../traffic';
import { counting, gluetunOf, isHealthy, passed, secondsUntil } from '../watching';

export const silentEndpoint: Scenario = {
  id: 'A',
  title: 'the endpoint goes silent',
  warning: 'the tunnel is cut off from its endpoint until gluetun notices (up to five minutes); downloads stand still',
  async play(stage) {
    const { cluster, pod, tell, patience } = stage;
    if (gluetunSettings(pod.vpnPod).value('OPENVPN_PROTOCOL')?.toLowerCase() === 'tcp') {
      throw new ClusterError(
        'refused',
        'OpenVPN over TCP: an endpoint that is silent by TCP cannot be played from inside',
      );
    }
    const reasons: string[] = [];
    const count = await counting(stage, async () => {
      await startTraffic(stage, 2 * patience);
      tell('the client sends; everything from the endpoint is dropped from now on');
      await silenceEndpoint(cluster, gluetunOf(pod));
      const noticed = await secondsUntil(patience, async () => !(await isHealthy(stage)));
      if (noticed === undefined) reasons.push(`gluetun did not notice in ${patience} s that its endpoint is silent`);
      else tell(`gluetun noticed after ${noticed.toFixed(0)} s`);
      await pause(15);
      tell('the endpoint is heard again');
      await hearEndpoint(cluster, gluetunOf(pod));
      const recovered = await secondsUntil(patience, () => isHealthy(stage));
      if (recovered === undefined) reasons.push(`the tunnel was not back ${patience} s after the endpoint`);
      else tell(`the tunnel is back after ${recovered.toFixed(0)} s`);
    });
    tell(`${count} packets passed the Pod's rules past the tunnel`);
    return [...passed(count, 'while the endpoint was silent'), ...reasons];
  },
};
