// Starts the desk in the browser.
import '@fontsource-variable/inter/wght.css';
import { mount } from 'svelte';
import App from './desk/App.svelte';
import { startRouter } from './desk/shell/router.svelte';
import { applyTheme } from './kit/appearance.svelte';
import './kit/tokens.css';
import './kit/base.css';
import './kit/print.css';

applyTheme();
startRouter();
const target = document.getElementById('desk');
if (target) mount(App, { target });
