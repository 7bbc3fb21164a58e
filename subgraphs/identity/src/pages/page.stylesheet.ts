/**
 * The look of every page: the web app's colours, sizes and font, which is the web app's file, in light and dark. Inlined,
 * and allowed by its hash.
 */
export const stylesheet = `
@font-face{font-family:"Inter Variable";font-weight:100 900;font-display:swap;src:url(/fonts/inter-latin-wght-normal.woff2) format("woff2")}
@font-face{font-family:"Noto Sans Arabic Variable";font-weight:100 900;font-display:swap;src:url(/fonts/noto-sans-arabic-arabic-wght-normal.woff2) format("woff2");unicode-range:U+600-6FF,U+750-77F,U+8A0-8FF,U+FB50-FDFF,U+FE70-FEFF}
:root{color-scheme:light dark;--page:#f5f7f8;--surface:#fff;--surface-2:#f9fbfb;--line:#e3e9ec;--field:#8297a0;--ink:#10242c;--ink-2:#4a606a;--ink-3:#5f747d;--brand:#0b6e75;--brand-ink:#fff;--brand-hover:#0a5a61;--link:#0b6e75;--tint:#e2f4f3;--tint-ink:#08545a;--danger:#b3261e;--red-bg:#fde8e8;--red-ink:#94212b;--green-bg:#e3f5ec;--green-ink:#0f5c3f;--amber-bg:#fdf1d8;--amber-ink:#744a06;--blue-bg:#e4effc;--blue-ink:#154a8a;--shadow:0 1px 2px rgb(16 36 44 / 6%),0 12px 32px rgb(16 36 44 / 5%)}
@media (prefers-color-scheme:dark){:root{--page:#0c1518;--surface:#132024;--surface-2:#16262b;--line:#22353b;--field:#57717b;--ink:#e8f0f2;--ink-2:#a9bcc3;--ink-3:#8ea4ac;--link:#4fbcbb;--tint:#123236;--tint-ink:#7fdedb;--danger:#ffb3b8;--red-bg:#431c22;--red-ink:#ffb3b8;--green-bg:#10352a;--green-ink:#8fe0bd;--amber-bg:#3c2c0c;--amber-ink:#f6cf82;--blue-bg:#142f4d;--blue-ink:#a6cdfb;--shadow:none}}
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;min-height:100dvh;display:grid;grid-template-rows:auto 1fr auto;background:var(--page);color:var(--ink);font:400 15px/1.5 "Inter Variable",Inter,"Noto Sans Arabic Variable",system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;-webkit-font-smoothing:antialiased}
h1,h2,h3,p,ul,ol,dl,dd,figure{margin:0}
h1{font-size:24px;font-weight:600;line-height:1.25;letter-spacing:-.01em;text-wrap:balance}
[dir=rtl] h1{letter-spacing:normal}
h2{font-size:15px;font-weight:600}
a{color:var(--link);text-underline-offset:3px;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.top{display:flex;align-items:center;justify-content:space-between;gap:16px;padding:20px 24px}
.brand{display:inline-flex;align-items:center;gap:10px;color:var(--ink);font-size:17px;font-weight:600;text-decoration:none}
.brand svg{display:block;width:32px;height:32px}
main{display:grid;align-content:center;justify-items:center;padding:12px 16px 32px}
.card{width:100%;max-width:440px;padding:32px;border:1px solid var(--line);border-radius:16px;background:var(--surface);box-shadow:var(--shadow)}
.wide{max-width:720px}
.top-of-page{align-content:start}
.stack{display:grid;gap:18px}
.tight{display:grid;gap:6px}
.lead{color:var(--ink-2);overflow-wrap:anywhere}
.small{font-size:13px;color:var(--ink-2)}
code:not(.secret){padding:1px 5px;border-radius:5px;background:var(--tint);color:var(--tint-ink);font:500 .92em/1.4 ui-monospace,SFMono-Regular,Menlo,monospace;white-space:nowrap}
.foot{padding:16px 24px 24px;text-align:center;font-size:13px;color:var(--ink-3)}
form{display:grid;gap:16px}
.field{display:grid;gap:5px}
label,.label{font-weight:500;font-size:14px}
.hint{font-size:13px;color:var(--ink-2)}
.wrong{display:flex;gap:6px;font-size:13px;color:var(--danger);font-weight:500}
input:not([type=hidden]):not([type=checkbox]){width:100%;height:44px;padding:0 12px;border:1px solid var(--field);border-radius:8px;background:var(--surface);color:var(--ink);font:inherit}
input:focus-visible{outline-offset:0;border-color:var(--link)}
input[aria-invalid=true]{border-color:var(--danger)}
input.code{font-size:22px;letter-spacing:.32em;font-variant-numeric:tabular-nums;text-align:center;font-weight:500}
input[readonly]{background:var(--surface-2);color:var(--ink-2)}
[dir=rtl] :is(input[type=email],input[type=password],input.code,.secret,.codes){direction:ltr}
.button{display:inline-flex;align-items:center;justify-content:center;gap:8px;min-height:44px;padding:8px 18px;border:1px solid transparent;border-radius:8px;background:var(--brand);color:var(--brand-ink);font:inherit;font-size:15px;font-weight:600;line-height:1.2;text-decoration:none;cursor:pointer}
.button:hover{background:var(--brand-hover)}
.button.plain{background:var(--surface);border-color:var(--field);color:var(--ink);font-weight:500}
.button.plain:hover{background:var(--surface-2);border-color:var(--link)}
.button.danger{background:var(--surface);border-color:var(--field);color:var(--danger);font-weight:500}
.button.danger:hover{background:var(--red-bg);border-color:var(--danger)}
.button.small-button{min-height:36px;padding:6px 14px;font-size:14px}
.button svg{width:18px;height:18px;flex-shrink:0}
.linkish{padding:0;border:0;background:none;color:var(--link);font:inherit;text-decoration:underline;text-underline-offset:3px;cursor:pointer}
.row{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:10px 16px}
.actions{display:flex;flex-wrap:wrap;gap:10px}
.message{display:flex;gap:10px;padding:12px 14px;border-radius:10px;font-size:14px;font-weight:500}
.message svg{flex-shrink:0;width:18px;height:18px;margin-top:2px}
.message.error{background:var(--red-bg);color:var(--red-ink)}
.message.done{background:var(--green-bg);color:var(--green-ink)}
.message.note{background:var(--blue-bg);color:var(--blue-ink)}
.message.warn{background:var(--amber-bg);color:var(--amber-ink)}
.or{display:flex;align-items:center;gap:12px;color:var(--ink-3);font-size:13px}
.or::before,.or::after{content:"";flex:1;height:1px;background:var(--line)}
.accounts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,176px),1fr));gap:8px;padding:0;list-style:none}
.account{display:flex;align-items:center;gap:10px;width:100%;min-height:54px;padding:8px 10px;border:1px solid var(--line);border-radius:10px;background:var(--surface);color:var(--ink);font:inherit;text-align:start;cursor:pointer}
.account:hover{border-color:var(--link);background:var(--surface-2)}
.avatar{display:grid;place-items:center;flex-shrink:0;width:34px;height:34px;border-radius:50%;background:var(--tint);color:var(--tint-ink);font-size:12px;font-weight:600}
.who{display:grid;min-width:0;font-size:12px;line-height:1.35;color:var(--ink-2)}
.who strong{overflow:hidden;color:var(--ink);font-size:14px;font-weight:500;text-overflow:ellipsis;white-space:nowrap}
.symbol{display:grid;place-items:center;width:48px;height:48px;border-radius:14px;background:var(--tint);color:var(--tint-ink)}
.symbol svg{width:26px;height:26px}
.qr{width:fit-content;margin:12px auto;padding:10px;border:1px solid var(--line);border-radius:12px;background:#fff;line-height:0}
.qr svg{display:block;width:184px;height:184px}
.secret{display:block;padding:10px 12px;border:1px dashed var(--field);border-radius:8px;background:var(--surface-2);font:500 14px/1.5 ui-monospace,SFMono-Regular,Menlo,monospace;letter-spacing:.06em;word-break:break-all;text-align:center;user-select:all}
.codes{display:grid;grid-template-columns:repeat(2,1fr);gap:8px;padding:14px;border:1px dashed var(--field);border-radius:10px;background:var(--surface-2);list-style:none;font:500 15px/1.4 ui-monospace,SFMono-Regular,Menlo,monospace;text-align:center}
.panel{display:grid;gap:16px;padding:22px 24px;border:1px solid var(--line);border-radius:14px;background:var(--surface);box-shadow:var(--shadow)}
.panels{display:grid;gap:16px;width:100%;max-width:720px}
.facts{display:grid;grid-template-columns:auto 1fr;gap:8px 20px}
.facts dt{color:var(--ink-2)}
.facts dd{overflow-wrap:anywhere}
.items{display:grid;padding:0;list-style:none}
.items>li{display:flex;align-items:center;justify-content:space-between;gap:8px 16px;padding:12px 0;border-top:1px solid var(--line)}
.items>li>div{flex:1;min-width:0;overflow-wrap:anywhere}
.items>li>:not(div){flex-shrink:0}
.items>li:first-child{border-top:0;padding-top:0}
.items>li:last-child{padding-bottom:0}
.items form{display:block}
.items details form{display:grid;gap:10px}
.badge{display:inline-flex;align-items:center;gap:6px;padding:2px 9px;border-radius:6px;background:var(--green-bg);color:var(--green-ink);font-size:12px;font-weight:500;white-space:nowrap}
.badge::before{content:"";width:6px;height:6px;border-radius:50%;background:currentcolor}
.badge.off{background:var(--amber-bg);color:var(--amber-ink)}
.scopes{display:grid;gap:10px;padding:0;list-style:none}
.scopes li{display:flex;gap:10px}
.scopes svg{flex-shrink:0;width:18px;height:18px;margin-top:2px;color:var(--link)}
.answers{display:grid;grid-template-columns:1fr 1fr;gap:10px}
details summary{cursor:pointer;color:var(--link);font-weight:500;font-size:14px}
details[open] summary{margin-bottom:12px}
.steps{display:grid;gap:14px;padding-inline-start:20px}
[hidden]{display:none}
@media (max-width:480px){.top{padding:16px}.card{padding:24px 20px;border-radius:14px}.panel{padding:18px}main{align-content:start}.facts{grid-template-columns:1fr;gap:2px}.facts dd{margin-bottom:8px}}
@media (prefers-reduced-motion:no-preference){.button,.account,input{transition:background-color .12s,border-color .12s}}
@media (forced-colors:active){.button,.account,.card,.panel{border:1px solid}}
@media print{.top,.foot,form,.button{display:none}body{display:block}.card{border:0;box-shadow:none}}
`.trim();
