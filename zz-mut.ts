import { readFileSync } from 'node:fs';
import { checkManifests } from './lib/check/check-manifests';
import { locks } from './lib/locks';
import { LockedManifests } from './test/locks/locked-manifests';
import { mutations } from './test/locks/mutations';
const bases = process.argv.slice(2);
const out: Record<string, string[][]> = {};
for (const [lock, list] of Object.entries(mutations)) { out[lock]=[]; for (const m of list) {
  console.log(`\n## ${lock}: ${m.name}`);
  for (const b of bases) { const y=new LockedManifests(readFileSync(b,'utf8')); try { m.change(y); } catch (e) { console.log('!!', b, String(e)); continue; }
   const f=checkManifests(y.documents,locks).findings; const other=f.filter(x=>x.lock!==lock);
   if (b===bases[0]) { out[lock]!.push(f.map(x=>`${x.severity}${x.state==='unknown'?' unknown':''} ${x.path}: ${x.message}`)); for (const x of f) console.log('  ',x.lock===lock?'':'**OTHER '+x.lock, x.severity,x.state==='unknown'?'?':'',x.path+':',x.message); }
   else { if (other.length||f.length===0) console.log('   RENDERED', f.map(x=>x.lock+' '+x.message)); }
   if (f.length===0) console.log('  !! nothing');
 } } }
require('fs').writeFileSync('/tmp/h5/out.json',JSON.stringify(out));
