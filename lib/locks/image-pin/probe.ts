import { closed, type Probe, unknown } from '../../live/evidence';

export const probe: Probe = ({ pod }) =>
  pod.vpnPod.containers.map(({ name, image }) => {
    const id = pod.statuses.get(name)?.imageId ?? '';
    return id === ''
      ? unknown(`which image ${name} runs, the kubelet does not tell`)
      : closed(`${name} runs ${image}, which is ${id}`);
  });
