<!-- x
a=/["'`/]/g;b=c/d/"/e.png";f=`x${{g:`/h.png${"/i.js"}`}}/j`;k='\x2f\u002fl\u{2e}png\
';if(m)/'/.test(n);o++/2;p={}/q/"/r.gif";s=}/t"u/v;w=/*"*/"/x.html"//'
y=html`/z`;"a".concat("/b.png");{"c/d.js":"e/f.js"};[...g]/h;1./i;return/'/;j=/unclosed
"broken
`never ends ${ "/k.svg" 
