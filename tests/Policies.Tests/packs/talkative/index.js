console.log("hello");
setInterval(() => {}, 60_000);
