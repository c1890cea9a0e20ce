import { render } from 'preact';
import { watchService } from './api/service';
import { App } from './App';

render(<App />, document.getElementById('page')!);
void watchService();
