import"./chunk-SQE76S5B.js";async function r(e,o){return document.createElement("div")}export{r as queryPage};
