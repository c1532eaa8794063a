fetch("/web/data.json");
