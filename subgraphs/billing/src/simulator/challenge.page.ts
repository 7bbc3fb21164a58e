/** Where somebody says that it is them who pay, or that it is not. */
export function challengePage(intent: { readonly amount: number; readonly currency: string }, isOver: boolean): string {
  const { currency } = intent;
  // Of which there may be none, as in yen.
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const amount = `${(intent.amount / 10 ** digits).toFixed(digits)} ${currency.toUpperCase()}`;
  const buttons = isOver
    ? "<p>Nothing is to be confirmed any more.</p>"
    : `<form method="post"><button name="outcome" value="complete" autofocus>It is me: pay ${amount}</button>
       <button name="outcome" value="fail">It is not me</button></form>`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Confirm your payment</title>
<style>body{font:1rem/1.5 system-ui;max-width:28rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}
button{font:inherit;padding:.5rem 1rem;margin:0 .5rem .5rem 0}</style>
<h1>Confirm your payment</h1><p>This stands in for the page of your bank. No money is moved.</p>${buttons}</html>`;
}
