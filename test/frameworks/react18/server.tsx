import { renderToString } from 'react-dom/server';
import { App } from './app.js';

export function render(serverUrl: string): string {
  return renderToString(<App serverUrl={serverUrl} />);
}
