import { createServer, type Server } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '../live/cluster';
import { ClusterError } from '../live/cluster-error';
import { connect } from '../live/connect';
import { type Measurement, metricsText } from '../verify/metrics';
import { type VerifyOptions, verify } from '../verify/verify';
import { accessOf, withClusterErrors } from './cluster-options';
import type { Command } from './command';
import { type ExitCode, exitCodes } from './exit-codes';
import { interruption } from './interruption';
import { parseArguments } from './parse-arguments';
import { UsageError } from './usage-error';
import { verifyHelp, verifyOptions, verifyOptionsOf } from './verify-options';

const summary = 'Verify again and again, and tell Prometheus';

export const watch: Command = {
  summary,
  help: `podlock watch [POD | --all] [-n NAMESPACE] [--metrics ADDRESS:PORT] [--every MINUTES] [OPTIONS]

${summary}: the last verify stands at
http://ADDRESS:PORT/metrics. It runs until SIGINT or SIGTERM. Each verify that failed says why on stderr.

${verifyHelp}  --metrics ADDRESS:PORT   where to listen (default: 127.0.0.1:9466)
  --every MINUTES          from one verify to the next (default: 15)

Alerts: podlock_lock_state{state="open"} == 1, podlock_verify_success == 0, and a podlock_verify_timestamp_seconds that is
old. docs/verify.md has them as rules, and the RBAC.
`,
  run,
};

async function run(args: readonly string[]): Promise<ExitCode> {
  const { values, positionals } = parseArguments({
    args: [...args],
    options: {
      ...verifyOptions,
      metrics: { type: 'string', default: '127.0.0.1:9466' },
      every: { type: 'string', default: '15' },
    },
    allowPositionals: true,
  });
  const minutes = Number(values.every);
  if (!(minutes > 0)) throw new UsageError(`--every: "${values.every}" is no number of minutes above 0`);
  const signal = interruption();
  let last: Measurement | undefined;
  const server = await listen(values.metrics, () => last);
  try {
    await withClusterErrors(async () => {
      const cluster = await connect({ ...accessOf(values), signal });
      const options = await verifyOptionsOf(values, positionals, cluster.namespace);
      while (!signal.aborted) {
        last = await measure(cluster, options);
        await pause(minutes * 60_000, undefined, { signal }).catch(() => undefined);
      }
    });
  } finally {
    server.close();
    server.closeAllConnections();
  }
  return exitCodes.clean;
}

/** A cluster that does not answer now may answer the next time. */
async function measure(cluster: Cluster, options: VerifyOptions): Promise<Measurement> {
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  try {
    const report = await verify(cluster, options);
    for (const error of report.errors) process.stderr.write(`podlock: ${error}\n`);
    return { report, at: Date.now(), seconds: seconds() };
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    if (error.trouble !== 'stopped') process.stderr.write(`podlock: ${error.message}\n`);
    return { report: undefined, at: Date.now(), seconds: seconds() };
  }
}

/** Until the first verify has ended there is nothing to tell: 503. */
function listen(place: string, last: () => Measurement | undefined): Promise<Server> {
  const [, address = '', port = ''] = /^(?:(.*):)?(\d{1,5})$/.exec(place) ?? [];
  if (port === '') throw new UsageError(`--metrics: "${place}" is no address and port, such as 127.0.0.1:9466`);
  const server = createServer(({ url }, response) => {
    const measurement = last();
    const status = url !== '/metrics' ? 404 : measurement === undefined ? 503 : 200;
    response.writeHead(status, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    response.end(status === 200 && measurement !== undefined ? metricsText(measurement) : '');
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new UsageError(`--metrics: ${error.message}`)));
    server.listen(Number(port), address.replace(/^\[(.*)\]$/, '$1') || '127.0.0.1', () => resolve(server));
  });
}
