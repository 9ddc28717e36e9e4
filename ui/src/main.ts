import { mount } from 'svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { connect } from './backend';
import { preferences } from './app/preferences.svelte';
import App from './app/App.svelte';

connect();
preferences.begin(new URLSearchParams(location.search).get('theme'));
mount(App, { target: document.getElementById('app')! });
