/** The page's own style: no font, image or script comes from elsewhere. */
export const style = `
:root { color-scheme: light dark; --shut: #19703a; --open: #c21f1f; --doubt: #8a5a00; --line: #8886; --ink: #1a1a1a; --paper: #fff; --box: #f3f3f0; }
@media (prefers-color-scheme: dark) { :root { --shut: #5fc785; --open: #ff7b72; --doubt: #e3b341; --ink: #e8e8e6; --paper: #161616; --box: #232321; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; font: 16px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
.sum { padding: .6rem .8rem; border-left: 4px solid; background: var(--box); }
.closed, .shut { color: var(--shut); } .open { color: var(--open); } .unknown, .loosened { color: var(--doubt); }
svg { display: block; width: 100%; max-width: 34rem; margin: 1rem 0; font: 11px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .small { font-size: 9px; } svg .label { font-size: 10px; font-style: italic; }
svg .pod, svg .container rect { fill: var(--box); stroke: var(--line); } svg .init rect { stroke-dasharray: 3 3; }
svg .wall { stroke: currentColor; stroke-width: 3; opacity: .35; } svg a { cursor: pointer; }
svg .way line, svg .tunnel line { stroke: currentColor; stroke-width: 1.5; } svg .way circle, svg .tunnel circle, svg .head { fill: currentColor; }
svg .way .bar { stroke-width: 4; } svg .unknown line { stroke-dasharray: 4 3; } svg .tunnel { color: var(--shut); }
svg .way .small { fill: currentColor; }
details { border-top: 1px solid var(--line); padding: .4rem 0; } summary { cursor: pointer; font-weight: 600; }
summary .state { font-weight: 400; } ul { margin: .4rem 0; padding-left: 1.2rem; } li { margin: .2rem 0; }
li.closed::marker { content: "✔ "; } li.open::marker { content: "✘ "; } li.unknown::marker { content: "? "; } li.note::marker { content: "· "; }
li.note, li.closed { color: inherit; } .leak { font-style: italic; }
:target { outline: 2px solid var(--doubt); outline-offset: 2px; }
@media print { body { max-width: none; font-size: 11pt; } details { break-inside: avoid; } svg { max-width: 15cm; } a { color: inherit; } }
`;
