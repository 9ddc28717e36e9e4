import { mount } from 'svelte';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import { numbersDoor } from './backend/waiting-room';
import WaitingRoom from './screens/waiting-room/WaitingRoom.svelte';

mount(WaitingRoom, { target: document.getElementById('app')!, props: { ask: numbersDoor() } });
