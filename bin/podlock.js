#!/usr/bin/env node
require('tsx/cjs');
require('../lib/cli/podlock.ts');
