import { mount } from 'svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { connect } from './backend';
import { watchFaults } from './app/faults';
import { preferences } from './app/preferences.svelte';
import App from './app/App.svelte';

// Asked for now, not when the first words are laid out: they come while the desk is asked who may log in.
for (const weight of [400, 500, 600]) document.fonts.load(`${weight} 1em Desk`).catch(() => undefined);
connect();
watchFaults();
preferences.begin(new URLSearchParams(location.search).get('theme'));
mount(App, { target: document.getElementById('app')! });
