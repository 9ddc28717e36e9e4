import { mount } from 'svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { numbersDoor } from './backend/waiting-room';
import WaitingRoom from './screens/waiting-room/WaitingRoom.svelte';

// Nobody sits at it: the system's wish decides on the theme, as it does where nobody has chosen.
const dark = matchMedia('(prefers-color-scheme: dark)');
const shade = () => (document.documentElement.dataset.theme = dark.matches ? 'dark' : 'light');
dark.addEventListener('change', shade);
shade();

mount(WaitingRoom, { target: document.getElementById('app')!, props: { ask: numbersDoor() } });
