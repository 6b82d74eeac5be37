import type { Scenario, Stage } from '../scenario';
import { startTraffic } from '../traffic';
import { counting, gluetunOf, isHealthy, passed, secondsUntil, statusNow } from '../watching';

/**
 * From inside its container nobody can SIGKILL process 1, but a Go program ends at SIGQUIT without putting anything back,
 * which is the same for the Pod. Behind a shell, gluetun is another process and can be killed as such.
 */
const kill = `for each in /proc/[0-9]*; do
  case $(readlink "$each/exe") in */gluetun-entrypoint) found=\${each#/proc/} ;; *) continue ;; esac
  [ "$found" = 1 ] && kill -QUIT 1 || kill -KILL "$found"
done
[ -n "\${found:-}" ]`;

export const killedGluetun: Scenario = {
  id: 'B',
  title: 'gluetun is killed, three times in a row',
  warning: 'gluetun ends abruptly three times; the kubelet starts it again, each time after a longer pause',
  async play(stage) {
    const reasons: string[] = [];
    const count = await counting(stage, async () => {
      for (const time of [1, 2, 3]) {
        const failure = await killOnce(stage, time);
        if (failure === undefined) continue;
        reasons.push(failure);
        break;
      }
    });
    stage.tell(`${count} packets passed the Pod's rules past the tunnel`);
    return [...passed(count, 'while gluetun was killed'), ...reasons];
  },
};

async function killOnce(stage: Stage, time: number): Promise<string | undefined> {
  const { cluster, pod, tell, patience } = stage;
  const { container } = gluetunOf(pod);
  const before = (await statusNow(stage, container))?.restarts ?? 0;
  await startTraffic(stage, patience);
  tell(`kill ${time}: gluetun ends abruptly under traffic`);
  // The exec ends with the container, so its answer tells nothing; the kubelet's count does.
  await cluster.exec(gluetunOf(pod), ['/bin/sh', '-c', kill], 10).catch(() => undefined);
  const restarted = await secondsUntil(patience, async () => {
    const now = await statusNow(stage, container);
    return now !== undefined && now.restarts > before && now.isRunning;
  });
  if (restarted === undefined) return `kill ${time}: gluetun did not start again in ${patience} s`;
  tell(`kill ${time}: gluetun runs again after ${restarted.toFixed(0)} s`);
  const healthy = await secondsUntil(patience, () => isHealthy(stage));
  if (healthy === undefined) return `kill ${time}: the tunnel was not back ${patience} s after gluetun`;
  tell(`kill ${time}: the tunnel is back after ${(restarted + healthy).toFixed(0)} s`);
  return undefined;
}
