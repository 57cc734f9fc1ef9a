import"./chunk-SQE76S5B.js";async function o(e){return document.createElement("div")}export{o as reviewPage};
