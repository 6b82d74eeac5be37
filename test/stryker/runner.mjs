import { createRequire } from 'node:module';
import { basename, dirname, join, sep } from 'node:path';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { DryRunStatus, determineHitLimitReached, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner';
import { collectTests } from './collect-tests.mjs';
import { setupFiles, testFiles } from './test-files.mjs';

/**
 * Runs the tests of the locks for Stryker in its own process. Jest loads every module anew for each mutant, which takes
 * seconds; here they stay loaded, a mutant is switched on and off, and its tests take milliseconds.
 *
 * What a mutant leaves behind in a loaded module could fail the tests of the next one. So no mutant counts as killed
 * by a test that fails without it as well, unless everything was loaded anew for that mutant.
 */
class InProcessRunner {
  root = process.cwd();
  require = createRequire(join(this.root, 'package.json'));
  /** Where instrumented code looks for the active mutant, and counts what it covers. */
  instrumented = (globalThis.__stryker__ ??= {});
  /** @type {ReturnType<typeof collectTests> | undefined} */
  loaded;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun() {
    await this.load(undefined);
    const tests = await this.runAll(this.loaded.tests, () => true);
    const { static: always = {}, perTest = {} } = this.instrumented.mutantCoverage ?? {};
    const { [betweenTests]: _, ...mutantsPerTest } = perTest;
    return { status: DryRunStatus.Complete, tests, mutantCoverage: { static: always, perTest: mutantsPerTest } };
  }

  async mutantRun(options) {
    const { activeMutant, testFilter, mutantActivation, hitLimit, disableBail } = options;
    const isStatic = mutantActivation === 'static';
    const isNew = isStatic || this.loaded === undefined;
    try {
      if (isNew) await this.load(isStatic ? activeMutant.id : undefined);
    } catch (error) {
      this.loaded = undefined;
      return toMutantRunResult({ status: DryRunStatus.Error, errorMessage: String(error?.stack ?? error) });
    }
    const tests = inOrder(this.loaded.tests, testFilter, activeMutant.fileName);
    Object.assign(this.instrumented, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const results = await this.runAll(tests, ({ status }) => status === TestStatus.Success || disableBail);
    const timeout = determineHitLimitReached(this.instrumented.hitCount, hitLimit);
    Object.assign(this.instrumented, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
    const leavesTraces = isStatic || timeout !== undefined || (await this.failsAnyway(results));
    if (leavesTraces) this.loaded = undefined;
    if (timeout !== undefined) return toMutantRunResult(timeout);
    if (leavesTraces && !isNew) return this.mutantRun(options);
    return toMutantRunResult({ status: DryRunStatus.Complete, tests: results }, disableBail);
  }

  /** Whether the test that failed under a mutant fails without it too. */
  async failsAnyway(results) {
    const failed = results.find(({ status }) => status === TestStatus.Failed);
    if (failed === undefined) return false;
    const test = this.loaded.tests.find(({ id }) => id === failed.id);
    return (await this.runOne(test)).status === TestStatus.Failed;
  }

  async load(mutant) {
    for (const file of Object.keys(this.require.cache))
      if (file.startsWith(this.root + sep) && !file.includes('node_modules')) delete this.require.cache[file];
    Object.assign(this.instrumented, { activeMutant: mutant, currentTestId: undefined });
    this.loaded = collectTests(setupFiles, testFiles(this.root), (file) => this.require(join(this.root, file)));
    this.instrumented.currentTestId = betweenTests;
    for (const hook of this.loaded.beforeAll) await hook();
    this.instrumented.activeMutant = undefined;
  }

  async runAll(tests, goesOn) {
    const results = [];
    for (const test of tests) {
      const result = await this.runOne(test);
      results.push(result);
      if (!goesOn(result)) break;
    }
    return results;
  }

  async runOne({ id, name, file, run }) {
    const start = performance.now();
    const result = { id, name, fileName: join(this.root, file) };
    this.instrumented.currentTestId = id;
    try {
      await run();
      return { ...result, status: TestStatus.Success, timeSpentMs: performance.now() - start };
    } catch (error) {
      const failureMessage = String(error?.message ?? error);
      return { ...result, status: TestStatus.Failed, timeSpentMs: performance.now() - start, failureMessage };
    } finally {
      this.instrumented.currentTestId = betweenTests;
    }
  }
}

const betweenTests = 'between tests';

/** First the tests that name the lock in whose folder the mutant is: one of them fails most often. */
function inOrder(tests, testFilter, fileName) {
  const wanted = testFilter === undefined ? tests : selected(tests, new Set(testFilter));
  const lock = basename(dirname(fileName));
  return [...wanted.filter(({ id }) => id.includes(lock)), ...wanted.filter(({ id }) => !id.includes(lock))];
}

function selected(tests, ids) {
  return tests.filter(({ id }) => ids.has(id));
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
