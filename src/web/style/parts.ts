/** Cards, badges, tables, figures, forms: what pages are made of. */
export const PARTS = `.card{background:var(--card);border:1px solid var(--edge);border-radius:11px;box-shadow:var(--shadow);padding:18px 20px}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:16px;margin:0;padding:0;list-style:none}
.cards a{display:block;color:inherit;text-decoration:none;height:100%;padding:15px 18px 12px}
.cards a:hover{border-color:var(--accent)}
.cards .name{font-weight:620;font-size:13.5px;line-height:1.4;}
.cards .which{color:var(--muted);font-size:12px;line-height:1.4;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.cards .value{font-size:22px;font-weight:640;letter-spacing:-.02em;line-height:1.3;margin:6px 0 6px;display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:2px 10px}
.cards .name bdi{display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
.value small,.figures small{font-size:12.5px;font-weight:500;color:var(--muted);letter-spacing:0}
.cards svg.chart{display:block;width:100%;height:auto}
.curves{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,480px),1fr));gap:16px;margin:0;padding:0;list-style:none}
.curves h2{margin:0}
.none{color:var(--muted);margin:18px 0}
.pill{display:inline-flex;align-items:center;gap:5px;font-size:12px;line-height:1.5;font-weight:600;padding:2px 9px 2px 8px;border-radius:99px;background:var(--quiet);color:var(--muted);white-space:nowrap;flex:none;letter-spacing:0}
.pill.bad{background:var(--bad-soft);color:var(--bad)}
.pill.good{background:var(--good-soft);color:var(--good)}
.pill.warn{background:var(--warn-soft);color:var(--warn)}
.shape{flex:none;width:10px;height:10px;fill:currentColor}
.shape .hollow{fill:none;stroke:currentColor;stroke-width:1.7;stroke-linejoin:round}
.shape .stroke{fill:none;stroke:currentColor;stroke-width:2.1;stroke-linecap:round;stroke-linejoin:round}
.bad-text{color:var(--bad)}.good-text{color:var(--good)}
figure{margin:0}
section+figure{margin-top:28px}
figure>.sub{margin-bottom:14px}
figure svg.chart{display:block;width:100%;height:auto}
.narrow{display:none}
.hits path:hover{fill:var(--strong);fill-opacity:.1}
.key{display:flex;flex-wrap:wrap;gap:6px 20px;margin:14px 0 0;padding:0;list-style:none;color:var(--muted);font-size:12.5px}
.key li{display:inline-flex;align-items:center;gap:7px}
.key svg{flex:none;overflow:visible}
.key .line{stroke:var(--accent);fill:none;stroke-width:1.3}.key .band{fill:var(--accent);opacity:.3}.key .level{stroke:var(--strong);stroke-width:2.6}.key .ci{fill:var(--strong);opacity:.16}
.key .marker{fill:var(--ink)}.key .open{fill:none;stroke:var(--ink);stroke-width:1.3}.key .rule{stroke:var(--ink);stroke-width:1.6}.key .release{stroke:var(--muted);stroke-width:1.5;stroke-dasharray:1.5 3}.key .mark{fill:var(--ink);stroke:var(--ink);stroke-width:1.3}.key .mark.open{fill:none}.key .shade{fill:var(--ink);opacity:.14}.key .hollow{fill:none;stroke:var(--muted);stroke-width:1.3}
.heat rect{fill:var(--quiet)}.heat.much-worse rect,.heat.little-worse .on{fill:var(--bad)}.heat.much-better rect,.heat.little-better .on{fill:var(--good)}.heat.little-worse rect{fill:var(--bad-soft)}.heat.little-better rect{fill:var(--good-soft)}.heat.mixed rect{fill:var(--warn-soft)}.heat.mixed .on{fill:var(--warn)}.heat.much-worse .on,.heat.much-better .on{fill:var(--card)}.heat.missing rect{fill:none;stroke:var(--muted);stroke-dasharray:3 3}
.budget{display:block;overflow:visible}.budget .room{fill:var(--quiet)}.budget .spent{fill:var(--warn)}.budget .over{fill:var(--bad)}.budget .mark{stroke:var(--ink)}
.figures{display:grid;grid-template-columns:repeat(5,auto);justify-content:space-between;margin:22px 0 20px}
.figures>div{padding:0 20px;border-left:1px solid var(--line);min-width:0}
.figures>div:first-child{padding-left:0;border:0}
.figures dt{color:var(--muted);font-size:12.5px;font-weight:500}
.figures dd{margin:1px 0 0;font-size:20px;line-height:1.35;font-weight:640;letter-spacing:-.015em}
.figures dd.note{font-size:12.5px;font-weight:400;color:var(--muted);letter-spacing:0;max-width:30ch}
.note time{white-space:nowrap}
.scroll{position:relative;overflow-x:auto;border-radius:6px}
table{border-collapse:collapse;width:100%;font-size:13px}
caption{text-align:left;color:var(--muted);font-size:12.5px;padding-bottom:8px}
th{font-weight:500;color:var(--muted);text-align:left;padding:6px 12px 8px;border-bottom:1px solid var(--edge);white-space:nowrap}
td{padding:9px 12px;border-bottom:1px solid var(--grid);vertical-align:top}
th:first-child,td:first-child{padding-left:2px}
tbody tr:last-child td{border-bottom:0}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.keep,td code,td time{white-space:nowrap}
td.text{min-width:16em}
.branch{color:var(--muted);font-size:12px;border:1px solid var(--edge);border-radius:5px;padding:0 5px}
td small{display:block;color:var(--muted);font-size:12.5px}
.filter{display:flex;flex-wrap:wrap;gap:10px 12px;align-items:end;margin:0 0 18px}
.sub+.filter{margin-top:18px}
.filter label{display:grid;gap:3px;font-size:12.5px;color:var(--muted);font-weight:500}
.filter .grow{flex:1 1 240px}
.filter input,.filter select{width:100%;font-size:14px;font-weight:400}
.filter select{max-width:240px}
.filter button{background:var(--strong);border-color:var(--strong);color:var(--card)}
.filter .clear{padding:7px 4px}
.arming{display:flex;flex-wrap:wrap;gap:6px 16px;align-items:center;margin-top:20px;padding:12px 20px}
.arming p{margin:0}
progress{appearance:none;-webkit-appearance:none;width:140px;height:8px;border:1px solid var(--muted);border-radius:9px;background:var(--quiet);overflow:hidden}
progress::-webkit-progress-bar{background:var(--quiet)}
progress::-webkit-progress-value{background:var(--strong)}
progress::-moz-progress-bar{background:var(--strong)}
.links{display:flex;flex-wrap:wrap;gap:4px 16px;margin:14px 0 0;padding:0;list-style:none;font-size:13px}.links a,.links button{display:inline-block;line-height:24px}
.steps{margin:18px 0 0;padding:0;list-style:none;counter-reset:step;display:grid;gap:14px}
.steps li{counter-increment:step}
.steps h2::before{content:counter(step) ". "}
.steps pre{margin:10px 0 0;padding:11px 14px;background:var(--quiet);border-radius:8px;overflow-x:auto;white-space:pre-wrap}
.steps p{margin:0;color:var(--muted)}
.key .bar{fill:var(--accent);opacity:.85}.key .bar.blind{fill:var(--bad)}
.links button{min-height:0;padding:0;border:0;background:none;color:var(--strong);font-weight:400;text-decoration:underline;text-underline-offset:2px}.links [aria-current]{color:var(--ink);font-weight:600;text-decoration:none}
[data-trend] .wide{position:relative}.stage{user-select:none;-webkit-user-select:none;touch-action:pan-y}.stage svg{display:block;overflow:visible}
.tip{position:absolute;z-index:2;pointer-events:none;background:var(--card);border:1px solid var(--line);border-radius:7px;box-shadow:0 4px 14px rgb(0 0 0/.14);padding:7px 10px;font-size:12.5px;white-space:pre-line;max-width:340px}
.pointed{position:absolute;pointer-events:none;border-left:1px solid var(--strong)}.chosen{position:absolute;pointer-events:none;background:var(--accent);opacity:.14}
.strip{margin:6px 8px 0 50px;height:44px;border:1px solid var(--edge);border-radius:6px;cursor:grab;touch-action:none}.strip svg{display:block;width:100%;height:100%}.strip .line{fill:none;stroke:var(--accent);stroke-width:1;vector-effect:non-scaling-stroke;opacity:.7}.strip .window{fill:var(--accent);fill-opacity:.13;stroke:var(--accent);vector-effect:non-scaling-stroke}
.zoom{display:flex;flex-wrap:wrap;align-items:center;gap:6px;margin:10px 0 0}.zoom small{color:var(--muted);font-size:12.5px;margin-left:6px}.zoom button{min-height:28px;padding:2px 10px;font-size:12.5px;border-color:var(--edge)}
.embed{background:none}.embed main{padding:0;max-width:none}.embed figcaption{margin-top:8px;font-size:12.5px}
.needs .columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,300px),1fr));gap:16px}.needs .found bdi{display:-webkit-inline-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden;vertical-align:top}.needs h3{margin:0 0 4px;font-size:14px}.needs h3 a{color:var(--ink)}
.regressions{list-style:none;margin:0;padding:0;display:grid;gap:14px}.regressions h2{margin:8px 0 2px;font-size:15px}.regressions .found{margin-top:6px}.regressions .found small{display:inline}
.triage{margin-top:10px}.triage button{min-height:28px;padding:2px 10px;font-size:13px}.triage label{display:flex;gap:6px;align-items:center;font-size:12.5px;color:var(--muted)}.triage input{min-height:28px;padding:2px 8px;font-size:13px;max-width:100%}.triage .grow{flex:1 1 220px}.triage .grow input{flex:1}
.sample{vertical-align:-2px}.sample .line{fill:none;stroke-width:2.2;stroke:currentColor}.sample path:not(.line),.sample circle{fill:currentColor}.sample.a{color:var(--series-a)}.sample.b{color:var(--series-b)}.sample.c{color:var(--series-c)}.sample.d{color:var(--series-d)}.sample.e{color:var(--series-e)}.sample.f{color:var(--series-f)}.unseen{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.marks{margin:0;padding-left:1.8em;display:grid;gap:8px}.marks small{color:var(--muted);font-size:12.5px}.marks form{display:inline}.marks button{min-height:24px;padding:0 8px;font-size:12.5px}#marks .triage .grow{flex:1 1 300px}.marks .written{white-space:pre-line}
kbd{font:11px/1 ui-monospace,monospace;border:1px solid var(--line);border-radius:4px;padding:1px 4px;color:var(--muted)}.fault{color:var(--bad);font-weight:600}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr));gap:4px 24px;margin:0;font-size:13px}
.facts>div{display:flex;gap:8px;justify-content:space-between;border-bottom:1px solid var(--grid);padding:3px 0}
.facts dt{color:var(--muted)}.facts dd{margin:0;text-align:right}
.words{margin:20px 0 0;display:grid;gap:10px}.words dt{font-weight:620}.words dd{margin:3px 0 0;max-width:90ch}.words a{text-decoration:underline;text-underline-offset:2px}.words :target{border-color:var(--strong)}
td small a,.found small a{text-decoration:underline;text-underline-offset:2px}td.text>a,td small a{display:inline-block;line-height:24px}
.found{list-style:none;margin:0;padding:0}.found li{padding:5px 0;line-height:25px;border-bottom:1px solid var(--grid)}.found li:last-child{border:0}.found small{display:block;color:var(--muted);font-size:12.5px}
.act h3{margin:14px 0 6px}.act label{display:flex;gap:6px;align-items:center;font-size:12.5px;color:var(--muted);max-width:100%}.act input:not([type=checkbox]),.act select{min-height:30px;padding:2px 8px;font-size:13px;max-width:100%;min-width:0}.act input[type=number]{width:5.5em}.act input[type=checkbox]{min-height:0;width:18px;height:18px}.act .grow{flex:1 1 220px}.act .grow input{flex:1}.act button{min-height:30px;padding:2px 12px;font-size:13px}
bdi[title]{display:-webkit-inline-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden;vertical-align:top;max-width:100%}h1 bdi[title]{-webkit-line-clamp:6}dd bdi[title],td:not(.text)>bdi[title],td small bdi[title]{display:inline;white-space:normal;overflow-wrap:anywhere}td.text small{overflow-wrap:anywhere}
.count{color:var(--muted);font-weight:500;font-size:13px}
.card>p:first-child{margin-top:0}.card>p:last-child{margin-bottom:0}
h1+.filter{margin-top:16px}
.matrix tbody tr:last-child th{border-bottom:0}.matrix th[scope=row]{color:var(--ink);font-weight:600}.matrix td,.matrix th{min-width:9em;max-width:16em;white-space:normal}.matrix .missing{background:repeating-linear-gradient(135deg,transparent 0 6px,var(--grid) 6px 7px)}.matrix .worse{background:var(--bad-soft)}.matrix .pill.bad,.matrix .pill.quiet{background:var(--card)}
h3+ul{margin-top:6px}
.prose>*{max-width:86ch}.prose h2{margin:32px 0 10px}.prose blockquote{margin:14px 0;padding:2px 16px;border-left:3px solid var(--line);color:var(--muted)}.prose ul{padding-left:1.4em}.prose li{margin:6px 0}
details{margin-top:16px}
summary{cursor:pointer;color:var(--muted);font-size:13px}
@media(max-width:980px){.figures{grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:16px 0;justify-content:start}.figures>div,.figures>div:first-child{padding:0 12px 0 0;border:0}.wide svg.chart{min-width:900px}.curves .wide svg.chart{min-width:0}.wide{overflow-x:auto}}
@media(max-width:700px){.strip,.zoom{display:none}.figures dd:not(.note){font-size:17px}.card{padding:14px}.cards a{padding:13px 15px 10px}.wide{display:none}.narrow{display:block}.narrow svg.chart{max-width:520px}.filter select{max-width:none}.filter label{flex:1 1 130px}.filter .grow{flex-basis:100%}.stack thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}.stack tr{display:grid;grid-template-columns:1fr auto;border-bottom:1px solid var(--grid);padding:10px 0}.stack tbody tr:last-child{border:0}.stack td{border:0;padding:2px 0}.stack td.text{grid-column:1/-1;min-width:0}.stack td[data-of]:not(.text):not(.keep){grid-column:1/-1;text-align:left;white-space:normal}.stack td[data-of]:not(.text):not(.keep)::before{content:attr(data-of) ": ";color:var(--muted);font-size:12.5px}.stack td[data-of] small{display:inline}.stack td[data-of] small::before{content:" · "}.stack td.text[data-of] small::before,.stack td.keep[data-of] small::before{content:none}.stack td.text[data-of] small,.stack td.keep[data-of] small{display:block}}`;
