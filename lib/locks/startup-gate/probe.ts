import { closed, type Evidence, judge, open, type Probe, unknown } from '../../live/evidence';
import type { ContainerStatus } from '../../live/live-pod';
import type { Survey } from '../../live/survey';

export const probe: Probe = (survey) => {
  const { pod } = survey;
  const gluetun = pod.statuses.get(pod.vpnPod.gluetun.name);
  if (gluetun === undefined) return [unknown('the kubelet tells nothing of gluetun')];
  return [
    ...health(survey, gluetun),
    ...survey.companions.flatMap(({ name }) => order(gluetun, pod.statuses.get(name), name)),
  ];
};

function health({ gluetun }: Survey, status: ContainerStatus): readonly Evidence[] {
  return judge(gluetun, "gluetun's health", ({ isHealthy }) =>
    isHealthy && status.isStarted
      ? [closed('gluetun is started, by its startup probe, and /gluetun-entrypoint healthcheck ends with 0')]
      : [unknown('gluetun is not healthy now: /gluetun-entrypoint healthcheck fails')],
  );
}

/** The kubelet's timestamps are whole seconds. */
function order(gluetun: ContainerStatus, client: ContainerStatus | undefined, name: string): readonly Evidence[] {
  if (client?.since === undefined) return [unknown(`${name} does not run`)];
  if (gluetun.since === undefined) return [open(`${name} runs, and gluetun does not`)];
  const times = `gluetun ${clock(gluetun.since)}, ${name} ${clock(client.since)}`;
  if (gluetun.since <= client.since) return [closed(`gluetun started before ${name}: ${times}`)];
  if (gluetun.restarts > 0)
    return [closed(`gluetun was restarted ${gluetun.restarts} times since ${name} started: ${times}`)];
  return [open(`${name} started before gluetun: ${times}`)];
}

function clock(moment: number): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}
