/** Page, header, headings, focus: what all pages have. */
export const FRAME = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:16px}
body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.5 Inter,ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-font-smoothing:antialiased;overflow-wrap:anywhere}
a{color:var(--strong);text-decoration:none}
a:hover{text-decoration:underline}
p a,li a{text-decoration:underline;text-underline-offset:2px}
:focus-visible,[data-item]:focus{outline:2px solid var(--strong);outline-offset:2px;border-radius:4px}
main:focus{outline:none}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;z-index:9;background:var(--card);padding:8px 12px;border-radius:6px}
.top{background:var(--card);border-bottom:1px solid var(--edge)}
.top>div{max-width:1216px;margin:auto;padding:0 24px;display:flex;align-items:center;gap:24px;height:54px}
.brand{display:inline-flex;align-items:center;gap:8px;font-weight:680;font-size:15px;letter-spacing:-.01em;color:var(--ink)}
.brand:hover{text-decoration:none}
.brand-mark .lustre{fill:var(--accent)}
.brand-mark .tarnish{fill:var(--bad)}
.top nav{display:flex;flex-wrap:wrap;gap:4px;flex:1}
.top nav a{white-space:nowrap;color:var(--muted);padding:5px 10px;border-radius:6px;font-weight:500}
.top nav a:hover{background:var(--bg);text-decoration:none}
.top nav a[aria-current=page]{color:var(--ink);background:var(--quiet)}
button,input,select{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--muted);border-radius:7px;padding:6px 10px;min-height:34px}
button{cursor:pointer;font-weight:500}
button:hover{border-color:var(--strong)}
.theme{color:var(--muted);border-color:var(--edge);white-space:nowrap;font-size:13px;background:none}
main{max-width:1216px;margin:0 auto;padding:26px 24px 48px}
h1{font-size:23px;line-height:1.25;letter-spacing:-.015em;font-weight:660;margin:0}
h2{font-size:16px;font-weight:620;margin:0 0 12px;letter-spacing:-.005em}
h3{font-size:13px;font-weight:600;margin:22px 0 10px;color:var(--muted)}
.crumbs{color:var(--muted);font-size:13px;margin:0 0 6px}
.sub{color:var(--muted);margin:6px 0 0;max-width:80ch}
.row{display:flex;align-items:center;gap:8px 12px;flex-wrap:wrap}
.foot{max-width:1216px;margin:0 auto;padding:0 24px 28px;color:var(--muted);font-size:12.5px}
code{font:12.5px/1.4 ui-monospace,SFMono-Regular,Menlo,"DejaVu Sans Mono",monospace}
section{margin-top:28px}
@media(max-width:640px){.top>div{padding:8px 16px;gap:4px 10px;height:auto;flex-wrap:wrap}.brand{flex:1}.top nav{gap:0;order:3;flex-basis:100%;margin-left:-8px}.top nav a{padding:5px 8px}main{padding:20px 16px 40px}h1{font-size:20px}.foot{padding:0 16px 24px}}`;
