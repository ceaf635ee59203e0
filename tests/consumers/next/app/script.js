/** Hands a result of the server to the test. */
export function Result({ result }) {
  return <script dangerouslySetInnerHTML={{ __html: `window.result = ${JSON.stringify(result)}` }} />;
}
