import { mount } from 'svelte';
import Guide from './guide.svelte';

const target = document.querySelector('#app');
if (target) mount(Guide, { target });
