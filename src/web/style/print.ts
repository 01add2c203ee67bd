/** On paper: no controls, no shadows, nothing scrolls, links say where they lead only where it helps. */
export const PRINT = `@media print{body{background:#fff;font-size:11pt}.top,.foot,.filter,.links,.skip,.zoom,.strip{display:none}main{max-width:none;padding:0}.card{box-shadow:none;break-inside:avoid;padding:10pt}.cards{grid-template-columns:repeat(2,1fr)}.scroll{overflow:visible}.wide{display:block}.wide svg.chart{min-width:0}.narrow{display:none}table{font-size:8.5pt}th,td.num,td.keep,td code,td time,.pill{white-space:normal}td.text{min-width:0}th,td{padding:4pt 5pt}a{color:inherit}details:not([open])>*{display:block}tr{break-inside:avoid}}
@media(prefers-reduced-motion:no-preference){.cards a{transition:border-color .12s}}
@media(forced-colors:active){.pill{border:1px solid}}`;
