import { createApp } from 'vue';
import Guide from './guide.vue';

createApp(Guide).mount('#app');
