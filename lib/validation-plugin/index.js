/**
 * What cdk8s.yaml names under `validations:`. Plain JavaScript, because the cdk8s CLI loads it as it is; the loader for
 * what lies behind it reaches no other module of that process.
 */
const { PodlockValidation } = require('tsx/cjs/api').require('./podlock-validation.ts', __filename);

module.exports = { PodlockValidation };
