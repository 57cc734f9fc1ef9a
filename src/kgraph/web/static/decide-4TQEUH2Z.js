import"./chunk-SQE76S5B.js";function r(o){return null}export{r as make};
